import { oneLine } from "./clean-text.ts";
import { quoteWord } from "./quote-word.ts";

/** What only says where a result goes, or as what: it measures nothing. */
const besides = /^--(?:json$|explain$|(?:format|html|markdown|out|output)=)/;

/** How the same is measured again, to be copied into a shell: from the words that a run was begun with. */
export function commandOf(words: readonly string[]): string {
  const measured = words.filter((word) => !besides.test(word));
  return ["pnpm bench", ...measured.map((word) => quoteWord(oneLine(word)))].join(" ");
}
