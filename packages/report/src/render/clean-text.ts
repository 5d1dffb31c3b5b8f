/**
 * What comes from outside (logs, answers, names in a stack.json, run files of others) as text that can be shown:
 * nothing that a terminal obeys, that turns the reading direction around, or that is not there to be seen.
 */

const escape = String.raw`\u001b`;
const string = String.raw`[^\u0007\u001b\u0080-\u009f\n]*(?:\u0007|\u001b\\|\u009c)`;

/** Whole control sequences (ECMA-48): strings such as a title or a link, those with parameters such as a colour, short ones. */
const sequences = new RegExp(
  [
    String.raw`(?:${escape}[\]PX^_]|[\u0090\u0098\u009d-\u009f])${string}`,
    String.raw`(?:${escape}\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]`,
    String.raw`${escape}[\u0020-\u002f]*[\u0030-\u007e]`,
  ].join("|"),
  "gu",
);

/** Control characters, line separators, direction marks, characters without a shape, halves of characters. */
const unseen =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu;

/** Several lines of it: line feeds and tabs stay. */
export function cleanText(text: string): string {
  return mark(text.replaceAll(sequences, "").replaceAll(/(?<!\r)\r+(?=\n|$)/g, ""));
}

/** The same on one line. */
export function oneLine(text: string): string {
  return foldLines(text).trim();
}

/** The same with the blanks around it, of which each is one. */
export function foldLines(text: string): string {
  return mark(text.replaceAll(sequences, "").replaceAll(/\s+/g, " "));
}

function mark(text: string): string {
  return text.replaceAll(unseen, (character) =>
    character === "\n" || character === "\t" ? character : "�",
  );
}

/**
 * Data as deep as it goes with every text in it, names of fields too, on one clean line. What was one object twice
 * still is.
 */
export function cleanData<Data>(data: Data): Data {
  const copies = new Map<object, unknown>();
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return oneLine(value);
    if (typeof value !== "object" || value === null) return value;
    if (copies.has(value)) return copies.get(value);
    const isList = Array.isArray(value);
    const copy: object = isList ? [] : {};
    copies.set(value, copy);
    for (const [key, member] of Object.entries(value)) {
      const cleaned = { value: clean(member), enumerable: true, writable: true };
      Object.defineProperty(copy, isList ? key : oneLine(key), cleaned);
    }
    return copy;
  };
  return clean(data) as Data;
}

/** JSON of a value, in which everything that `cleanText` would take away is written as `\u…`: the same value, and safe to print. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replaceAll(unseen, (character) =>
    character === "\n"
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
