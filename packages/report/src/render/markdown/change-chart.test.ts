import { expect, test } from "vitest";
import type { ComparedCase } from "../../compare/cases.ts";
import { changeChart } from "./change-chart.ts";

function caseOf(name: string, ratio: number, low: number, high: number): ComparedCase {
  return {
    name,
    asked: "hello",
    change: { ratio, low, high },
    verdict: "slower",
  } as ComparedCase;
}

test("a change stands as a dot in its interval, beside no change and the band of a tie", () => {
  const cases = [caseOf("head", 0.9, 0.88, 0.92), caseOf("base again", 1.002, 0.99, 1.01)];
  expect(changeChart(cases).map(({ text }) => text)).toEqual([
    [
      "```text",
      "                            −12 %               0               +12 %",
      "head, hello (slower)        ├──●───┤       ┊    │    ┊",
      "base again, hello (slower)                 ┊  ├─●─┤  ┊",
      "```",
    ].join("\n"),
  ]);
});

test("without an interval it is the dot alone, and what lies beyond the end stands at it", () => {
  const lines = changeChart([caseOf("a", 1.02, 0, Infinity), caseOf("b", 5, 4, 6)])[0]!.text.split(
    "\n",
  );
  expect(lines[2]).not.toMatch(/[├┤]/);
  expect(lines[3]!.length).toBe("b, hello (slower)  ".length + 41);
  expect(lines[3]).toMatch(/●$/);
});

test("no name in it writes a line of its own, and nothing compared is no chart", () => {
  const [chart] = changeChart([caseOf("x\n```\n# FASTER\u202e", 0.9, 0.8, 0.95)]);
  expect(chart!.text.split("\n")).toHaveLength(4);
  expect(chart!.text).not.toContain("\u202e");
  expect(changeChart([{ ...caseOf("a", 1, 1, 1), change: null }])).toEqual([]);
});
