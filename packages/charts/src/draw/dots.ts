import * as Plot from "@observablehq/plot";
import type { Dots, DotsRow } from "@stackbench/report/picture";
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
import { logTicks } from "./log-ticks.ts";

/** Estimates as dots with their intervals, the rounds small behind them, and a band for rows that may share a place. */
export function drawDots({ rows, unit }: Dots, canvas: Canvas): Drawn {
  const names = new Map(
    rows.map(({ label, place }) => [label, place === "" ? label : `${label}  ${place}`]),
  );
  const marginLeft = labelMargin([...names.values()], canvas.width);
  const values = rows.flatMap(({ value, low, high, rounds }) => [
    value,
    low ?? value,
    high ?? value,
    ...rounds,
  ]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // Where the fastest is fifty times the slowest, a linear axis would show the slow ones as one.
  const isLog = least > 0 && most / least > 50;
  const room = (most - Math.min(0, least)) * 0.02;
  // Where all lie below zero, zero is in it too: there nothing changed.
  const [from, to] = isLog
    ? [least / 1.1, most * 1.1]
    : [Math.min(0, least - room), Math.max(0, most + room)];
  const tip = canvas.isPointedAt ? { tip: true } : {};
  return Plot.plot({
    ...plotOptions(canvas),
    height: heightOf(rows.length),
    marginLeft,
    marginRight: 24,
    x: {
      ...amountAxis(isLog ? `${unit}, log scale` : unit, {
        room: canvas.width - marginLeft,
        every: 90,
      }),
      domain: [from, to],
      ...(isLog ? { type: "log" as const, grid: false, axis: null } : {}),
    },
    y: rowAxis([...names.keys()], marginLeft, (label) => names.get(label) ?? label),
    marks: [
      ...(isLog ? logAxis([from, to], canvas.width - marginLeft) : []),
      Plot.barX(
        rows.filter(({ tier }) => tier !== null && tier % 2 === 0),
        {
          y: "label",
          x1: from,
          x2: to,
          fill: "currentColor",
          fillOpacity: 0.06,
          insetTop: -1.2,
          insetBottom: -1.2,
        },
      ),
      ...(least < 0 ? [Plot.ruleX([0], { stroke: "currentColor", strokeOpacity: 0.6 })] : []),
      Plot.dot(
        rows.flatMap(({ label, rounds }) => rounds.map((value) => ({ label, value }))),
        { y: "label", x: "value", r: 2, fill: "var(--rounds, #888)", fillOpacity: 0.55 },
      ),
      Plot.ruleY(
        rows.filter(({ low }) => low !== null),
        { y: "label", x1: "low", x2: "high", stroke: "var(--mark, #2563c9)", strokeWidth: 3 },
      ),
      Plot.dot(rows, {
        y: "label",
        x: "value",
        r: 4.5,
        fill: ({ isHollow }: DotsRow) => (isHollow ? "var(--paper, #fff)" : "var(--mark, #2563c9)"),
        stroke: "var(--mark, #2563c9)",
        strokeWidth: 1.5,
        title: tipOf(unit),
        ...tip,
      }),
    ],
  });
}

/** With each of its ticks labelled: Plot leaves most labels of a log scale out. */
function logAxis(ends: readonly [number, number], room: number): Plot.Markish[] {
  const ticks = logTicks(ends, { room, each: 56 });
  return [Plot.gridX(ticks), Plot.axisX(ticks, { anchor: "top", labelOffset: 42, text: short })];
}

function tipOf(unit: string): (row: DotsRow) => string {
  return ({ label, value, low, high, rounds, place }) =>
    [
      label,
      `${short(value)} ${unit}`,
      ...(low === null || high === null ? [] : [`${short(low)} to ${short(high)}, 95 % interval`]),
      ...(rounds.length > 0 ? [`${rounds.length} round${rounds.length === 1 ? "" : "s"}`] : []),
      ...(place === "" ? [] : [`place ${place}`]),
    ].join("\n");
}
