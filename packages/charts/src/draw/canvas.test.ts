import { expect, test } from "vitest";
import { labelMargin, shorten } from "./canvas.ts";

test("where there is room the longest label stands whole, of any length", () => {
  for (let length = 1; length <= 50; length++) {
    const label = "x".repeat(length);
    expect(shorten(label, labelMargin([label, "y"], 1000))).toBe(label);
  }
});

test("where there is little, its beginning and its end stand", () => {
  const label = "wsgi:mod-wsgi-one-group-with-a-long-name";
  const shown = shorten(label, labelMargin([label], 320));
  expect(shown.length).toBeLessThan(label.length);
  expect(shown).toMatch(/^wsgi:.*….*name$/);
});
