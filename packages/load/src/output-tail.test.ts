import { expect, test } from "vitest";
import { OutputTail } from "./output-tail.ts";

test("all lines are kept of what a program usually says", () => {
  const output = new OutputTail();
  for (const line of ["a", "", "b"]) output.push(line);
  expect(output.lines()).toEqual(["a", "", "b"]);
});

test.each([0, 10, 1_000_000])("of 100 MB in lines of %i the last are kept", (length) => {
  const output = new OutputTail();
  const line = "x".repeat(length);
  // Empty lines cost their line feed; it is the calls that take time.
  const count = length === 0 ? 20_000_000 : Math.ceil(100_000_000 / (length + 1));
  for (let sent = 0; sent < count; sent++) output.push(line);
  output.push("the report");
  const kept = output.lines();
  expect(kept.at(-1)).toBe("the report");
  expect(kept.slice(0, -1).every((each) => each === line)).toBe(true);
  expect(kept.reduce((sum, each) => sum + each.length + 1, 0)).toBeLessThanOrEqual(16 * 2 ** 20);
});
