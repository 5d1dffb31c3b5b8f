import * as Plot from "@observablehq/plot";
import type { Bars } from "@stackbench/report/picture";
import {
  amountAxis,
  heightOf,
  labelMargin,
  plotOptions,
  rowAxis,
  short,
  type Canvas,
  type Drawn,
} from "./canvas.ts";
import { colourOf } from "./colours.ts";

/** Amounts that add up, side by side in one bar a row, with the sum behind it. */
export function drawBars({ rows, parts, unit }: Bars, canvas: Canvas): Drawn {
  const labels = rows.map(({ label }) => label);
  const marginLeft = labelMargin(labels, canvas.width);
  const amounts = rows.flatMap(({ label, values }) =>
    values.flatMap((value, index) =>
      value === null || value === 0 ? [] : [{ label, part: parts[index]!, value }],
    ),
  );
  const sums = rows.map(({ label, values }) => ({
    label,
    sum: values.reduce<number>((all, value) => all + (value ?? 0), 0),
  }));
  return Plot.plot({
    ...plotOptions(canvas),
    height: heightOf(rows.length),
    marginLeft,
    marginRight: 56,
    x: amountAxis(unit, { room: canvas.width - marginLeft, every: 100 }),
    y: rowAxis(labels, marginLeft),
    color: { domain: [...parts], range: parts.map((_, index) => colourOf(index)) },
    marks: [
      Plot.barX(amounts, {
        y: "label",
        x: "value",
        fill: "part",
        insetTop: 3,
        insetBottom: 3,
        title: ({ label, part, value }: (typeof amounts)[number]) =>
          `${label}\n${part}: ${short(value)} ${unit}`,
        ...(canvas.isPointedAt ? { tip: true } : {}),
      }),
      Plot.text(sums, {
        y: "label",
        x: "sum",
        text: ({ sum }: (typeof sums)[number]) => short(sum),
        textAnchor: "start",
        dx: 5,
        fill: "currentColor",
      }),
    ],
  });
}
