import { expect, test } from "vitest";
import { displayWidth, padEnd, padStart, shorten, wrap } from "./text-layout.ts";

test.each([
  ["fastify", 7],
  ["±1.8 µs –", 9],
  ["你好", 4],
  ["e\u0301", 1],
  ["👍🏽", 2],
  ["\u001b[31mred\u001b[39m", 3],
  ["", 0],
])("%s takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("padding goes by columns, not by characters", () => {
  expect(padStart("你", 4)).toBe("  你");
  expect(padEnd("e\u0301", 3)).toBe("e\u0301  ");
});

test("wrapped lines keep to the width and stand below the first word", () => {
  expect(wrap(" a  ", "one two three four", 14)).toEqual([" a  one two", "    three four"]);
});

test("a word longer than the line is cut, and nothing is lost", () => {
  const lines = wrap("", "x".repeat(25), 10);
  expect(lines).toEqual(["x".repeat(10), "x".repeat(10), "x".repeat(5)]);
});

test("a figure stays on one line with its unit", () => {
  expect(wrap("", "it took no more than 12 s", 24)).toEqual(["it took no more than", "12 s"]);
});

test("shortened names keep both ends", () => {
  expect(shorten("node-http:cluster-nginx", 11)).toBe("node-…nginx");
  expect(shorten("short", 11)).toBe("short");
});
