import { expect, test } from "vitest";
import { textWidth } from "./canvas.ts";
import { stackLabels } from "./stack-labels.ts";

const rowsOf = (marks: { x: number; label: string }[], perUnit: number): number[] =>
  stackLabels(marks, (x) => x * perUnit, -Infinity).map(({ row }) => row);

test("labels that have room beside one another stand in one row", () => {
  const marks = [
    { x: 1, label: "asked: 2" },
    { x: 10, label: "in" },
  ];
  expect(rowsOf(marks, 20)).toEqual([0, 0]);
});

test("those that would overlap stand above one another, and the next with room below again", () => {
  const marks = [
    { x: 5.4, label: "in" },
    { x: 5, label: "asked: 2" },
    { x: 5.5, label: "asked: 3" },
    { x: 30, label: "out" },
  ];
  expect(rowsOf(marks, 10)).toEqual([0, 1, 2, 0]);
});

test("no two labels of a row overlap, however close the marks are", () => {
  const marks = Array.from({ length: 40 }, (_, index) => ({
    x: (index * 7) % 40,
    label: "x".repeat(1 + (index % 9)),
  }));
  const placed = stackLabels(marks, (x) => x * 13, -Infinity);
  for (const [index, one] of placed.entries()) {
    for (const other of placed.slice(index + 1).filter(({ row }) => row === one.row)) {
      expect(other.x * 13 - one.x * 13).toBeGreaterThanOrEqual(
        (textWidth(one.label) + textWidth(other.label)) / 2,
      );
    }
  }
});

test("a label that would reach left of the picture begins at its mark, and takes its room from there", () => {
  const marks = [
    { x: 0, label: "asked: 2" },
    { x: 30, label: "in" },
    { x: 200, label: "out" },
  ];
  const placed = stackLabels(marks, (x) => 58 + x, 58);
  expect(placed.map(({ anchor, row }) => [anchor, row])).toEqual([
    ["start", 0],
    ["middle", 1],
    ["middle", 0],
  ]);
});
