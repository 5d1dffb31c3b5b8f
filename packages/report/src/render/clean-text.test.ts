import { expect, test } from "vitest";
import { cleanData, cleanText, jsonText, oneLine } from "./clean-text.ts";

test.each([
  ["a colour", "\u001b[1;31mred\u001b[0m", "red"],
  ["a cleared screen", "a\u001b[2Jb", "ab"],
  ["a title", "\u001b]0;owned\u0007text", "text"],
  ["a link", "\u001b]8;;http://other\u001b\\text\u001b]8;;\u001b\\", "text"],
  ["a device string", "\u001bPq#0\u001b\\text", "text"],
  ["a reset", "\u001bctext", "text"],
  ["C1 codes", "\u009b31mred\u009d0;owned\u009ctext", "redtext"],
  ["a title that never ends", "\u001b]0;owned", "0;owned"],
  ["a code inside of a code", "\u001b\u001b[2J[2Jtext", "�[2Jtext"],
  ["a code that remains of two", "\u001b\u001b]0;x\u0007[2Jtext", "�[2Jtext"],
  ["an overwritten line", "FAILED\rok", "FAILED�ok"],
  ["backspaces and DEL", "no\b\b\u007fyes", "no���yes"],
  ["directions", "a\u202ecod\u2066.exe\u200f", "a�cod�.exe�"],
  ["line separators", "a\u2028b\u2029c\u0085d", "a�b�c�d"],
  ["what cannot be seen", "a\u200bb\ufeffc\u{e0041}d", "a�b�c�d"],
  ["half a character", "a\ud800b", "a�b"],
  ["lines of Windows", "a\r\nb\r\n", "a\nb\n"],
  ["what people write", "naïve 你好 👩‍👩‍👧 \tπ\n", "naïve 你好 👩‍👩‍👧 \tπ\n"],
])("%s", (_, text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
});

// Of any length: what a log holds takes no longer than in proportion.
test.each(["\r", "\u001b]", "\u001b[", "\u001b[0;", "\u009d", "\u001b ", "\u001b]8;;"])(
  "a million times %j is cleaned at once",
  (part) => {
    expect(oneLine(`${part.repeat(1_000_000)}end`)).toMatch(/nd$/);
  },
);

test("text of others is one line without control characters", () => {
  expect(oneLine("a\r\n\tb \u001b[2Jc\u0000")).toBe("a b c�");
  expect(oneLine("one\u2028two\u0085three")).toBe("one two�three");
});

test("data is clean as deep as it goes, and what was the same still is", () => {
  const row = { name: "a\u001b[2J\nb" };
  const clean = cleanData({ rows: [row], best: row, versions: { "x\u0007": "1" }, figure: 1.5 });
  expect(clean).toEqual({
    rows: [{ name: "a b" }],
    best: { name: "a b" },
    versions: { "x�": "1" },
    figure: 1.5,
  });
  expect(clean.best).toBe(clean.rows[0]);
});

test("JSON keeps every character and prints none that a terminal obeys", () => {
  const value = { text: "a\u001b[2J\u009b\u202e\u{e0041}\u007f\n你" };
  for (const indent of [undefined, 2]) {
    const text = jsonText(value, indent);
    expect(JSON.parse(text)).toEqual(value);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202e\u{e0000}-\u{e007f}]/u);
    expect(text).toContain("你");
  }
});
