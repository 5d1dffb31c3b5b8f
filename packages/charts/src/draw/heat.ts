import * as Plot from "@observablehq/plot";
import type { Heat } from "@stackbench/report/picture";
import { heightOf, labelMargin, plotOptions, short, type Canvas, type Drawn } from "./canvas.ts";

/** A field for each pair of settings: the more, the stronger its colour; its value is written in it. */
export function drawHeat({ cells, x, y, unit }: Heat, canvas: Canvas): Drawn {
  const distinct = (values: readonly string[]): string[] => [...new Set(values)];
  const rows = distinct(cells.map((cell) => cell.y));
  const known = cells.flatMap(({ value }) => value ?? []);
  const most = Math.max(0, ...known);
  return Plot.plot({
    ...plotOptions(canvas),
    height: heightOf(rows.length * 1.6),
    marginLeft: labelMargin([...rows, y], canvas.width),
    x: { label: x, axis: "top", domain: distinct(cells.map((cell) => cell.x)), tickSize: 0 },
    y: { label: y, domain: rows, tickSize: 0 },
    marks: [
      Plot.cell(cells, {
        x: "x",
        y: "y",
        fill: "var(--mark, #2563c9)",
        fillOpacity: ({ value }: (typeof cells)[number]) =>
          value === null || most === 0 ? 0.02 : 0.06 + 0.5 * (value / most),
        inset: 1,
        title: (cell: (typeof cells)[number]) =>
          `${x} ${cell.x}, ${y} ${cell.y}\n${cell.value === null ? "unknown" : `${short(cell.value)} ${unit}`}`,
        ...(canvas.isPointedAt ? { tip: true } : {}),
      }),
      Plot.text(cells, {
        x: "x",
        y: "y",
        text: ({ value }: (typeof cells)[number]) => (value === null ? "–" : short(value)),
        fill: "currentColor",
      }),
    ],
  });
}
