import { stripVTControlCharacters } from "node:util";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const invisible = /^[\p{Mark}\p{Cf}\p{Cc}]+$/u;

/** Two words with it between them are never on two lines. */
const noBreakSpace = "\u00a0";

/** The blank of "5 s" or "20 %". */
const numberAndUnit = /(?<=\d) (?=(?:%|s|min|h|[MG]i?B)(?!\w))/g;

/** Terminal columns that a text takes: two for wide characters, none for marks and escape sequences. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(stripVTControlCharacters(text))) {
    if (!invisible.test(segment)) width += wide.test(segment) ? 2 : 1;
  }
  return width;
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

export function padCentre(text: string, width: number): string {
  const missing = Math.max(0, width - displayWidth(text));
  return padEnd(" ".repeat(Math.floor(missing / 2)) + text, width);
}

/** Cut in its middle, so that both ends of a name stay to be told apart. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const parts = [...segmenter.segment(text)].map(({ segment }) => segment);
  const keep = Math.max(1, width - 1);
  const head = take(parts, Math.ceil(keep / 2));
  const tail = take(parts.toReversed(), Math.floor(keep / 2)).toReversed();
  return `${head.join("")}…${tail.join("")}`;
}

/** `prefix` and text in lines of at most `width` columns, the later ones set in below the text. Words longer than a line are cut. */
export function wrap(prefix: string, text: string, width: number): string[] {
  const indent = displayWidth(prefix);
  const room = Math.max(10, width - indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.replaceAll(numberAndUnit, noBreakSpace).split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = [...segmenter.segment(word)].map(({ segment }) => segment);
    while (displayWidth(parts.join("")) > room) {
      lines.push(parts.splice(0, take(parts, room).length).join(""));
    }
    line = parts.join("");
  }
  if (line !== "" || lines.length === 0) lines.push(line);
  return lines.map(
    (content, index) =>
      (index === 0 ? prefix : " ".repeat(indent)) + content.replaceAll(noBreakSpace, " "),
  );
}

function take(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += displayWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}
