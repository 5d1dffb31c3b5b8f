import { Markup } from "../markup.ts";
import { documentSection } from "./document.ts";

/** What an experiment advises to take. */
export interface ToPaste {
  /** "gunicorn-2n+1, ready to paste". */
  title: string;
  /** As a shell takes them, a line each. */
  commands: readonly string[];
  /** Whole, or in part. `lead`: what it is, ending in a colon: "the same as gunicorn.conf.py:". */
  files: readonly { lead: string; lines: readonly string[] }[];
}

/** The files are folded: each may be longer than the answer. Blanks stay as they are. */
export function toPasteSection({ title, commands, files }: ToPaste): Markup {
  const folds = files.map(
    ({ lead, lines }) => Markup.of`<details><summary>${lead}</summary>${code(lines)}</details>`,
  );
  return documentSection({ title, content: Markup.join([code(commands), ...folds]) });
}

function code(lines: readonly string[]): Markup {
  return Markup.of`<pre><code>${lines.join("\n")}</code></pre>`;
}
