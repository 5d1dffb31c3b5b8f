import type { ComparedCase } from "../../compare/cases.ts";
import { comparisonRules } from "../../comparison-rules.ts";
import { changePictures } from "../../picture/change-pictures.ts";
import type { Dots } from "../../picture/picture.ts";
import { oneLine } from "../clean-text.ts";
import { fenced, type Markdown } from "./markdown.ts";

/** Characters to either side of "no change". */
const halfWidth = 20;
/** Where a tie ends, percent. The axis reaches three times as far at least. */
const band = comparisonRules.margin * 100;
/** And this far at most: nothing is slower than by so much. */
const mostPercent = 100;

/**
 * The picture of the changes in characters: the one that stands in a comment itself. (An SVG is shown there only from an
 * address of its own, and Mermaid's charts have no intervals.) Nothing where nothing was compared.
 */
export function changeChart(cases: readonly ComparedCase[]): Markdown[] {
  return changePictures(cases).map(({ rows }) => {
    const end = endOf(rows);
    const labels = rows.map(({ label }) => oneLine(label));
    const width = Math.max(...labels.map(({ length }) => length));
    const lines = rows.map((row, index) => `${labels[index]!.padEnd(width)}  ${lineOf(row, end)}`);
    const axis = `${" ".repeat(width)}  ${axisOf(end)}`;
    return fenced([axis, ...lines].map((line) => line.trimEnd()).join("\n"));
  });
}

/** Percent at the right end; the left end is as far. */
function endOf(rows: Dots["rows"]): number {
  const reaches = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  return Math.min(mostPercent, Math.max(3 * band, Math.ceil(Math.max(...reaches.map(Math.abs)))));
}

/** From 0 to twice `halfWidth`; what lies beyond the ends stands at them. */
function placeOf(percent: number, end: number): number {
  return halfWidth + Math.round(Math.max(-1, Math.min(1, percent / end)) * halfWidth);
}

function axisOf(end: number): string {
  return `${`−${end} %`.padEnd(halfWidth)}0${`+${end} %`.padStart(halfWidth)}`;
}

function lineOf({ value, low, high }: Dots["rows"][number], end: number): string {
  const cells = Array.from({ length: 2 * halfWidth + 1 }, () => " ");
  const put = (percent: number, mark: string): void => {
    cells[placeOf(percent, end)] = mark;
  };
  for (const percent of [-band, band]) put(percent, "┊");
  put(0, "│");
  if (low !== null && high !== null) {
    cells.fill("─", placeOf(low, end), placeOf(high, end) + 1);
    put(low, "├");
    put(high, "┤");
  }
  put(value, "●");
  return cells.join("");
}
