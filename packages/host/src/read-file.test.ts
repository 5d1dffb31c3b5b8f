import { join } from "node:path";
import { expect, test } from "vitest";
import { readText } from "./read-file.ts";
import { fixtureTree } from "./testing/index.ts";

test.each([0, 1, 256 * 1024, 256 * 1024 + 1, 1_500_000])("reads all of %i bytes", (length) => {
  const text = "0123456789".repeat(length / 10 + 1).slice(0, length);
  using tree = fixtureTree({ table: text });
  expect(readText(join(tree.root, "table"))).toBe(text);
});

test("what cannot be read is undefined", () => {
  using tree = fixtureTree({});
  expect(readText(join(tree.root, "none"))).toBeUndefined();
  expect(readText(tree.root)).toBeUndefined();
});
