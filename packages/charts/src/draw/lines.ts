import * as Plot from "@observablehq/plot";
import { percentWithin, type Axis, type Lines, type Series } from "@stackbench/report/picture";
import { plotOptions, short, type Canvas, type Drawn } from "./canvas.ts";
import { colourOf } from "./colours.ts";

/** So many places of an axis are named each. */
const fewPlaces = 12;

interface Point {
  label: string;
  x: number;
  y: number;
  low: number | null;
  high: number | null;
}

/** Curves, each with the band that its rounds spread over. Colours are by the place in the list of all series. */
export function drawLines(
  { x, y, series, marks }: Lines,
  canvas: Canvas,
  all: readonly Series[] = series,
): Drawn {
  const points = series.flatMap(pointsOf);
  const measured = [...new Set(series[0]?.points.map(([at]) => at))];
  const stepped = series.some(({ isStepped }) => isStepped);
  const domain = all.map(({ label }) => label);
  const height = Math.round(Math.min(420, Math.max(240, canvas.width * 0.45)));
  return Plot.plot({
    ...plotOptions(canvas),
    height,
    marginLeft: 58,
    marginRight: 20,
    marginTop: 26,
    marginBottom: 42,
    x: {
      ...scaleOf(
        x,
        points.map((point) => point.x),
      ),
      ...(x.scale === "log" && measured.length <= fewPlaces ? { ticks: measured } : {}),
      label: `${x.label} →`,
      labelAnchor: "right",
    },
    y: {
      ...scaleOf(
        y,
        points.map((point) => point.y),
      ),
      // A height is a share of the whole only above zero.
      ...(y.scale === "linear" ? { zero: true } : {}),
      label: `↑ ${y.label}`,
      grid: true,
    },
    color: { domain, range: domain.map((_, index) => colourOf(index)) },
    marks: [
      ...(marks.length === 0
        ? []
        : [
            Plot.ruleX(marks, {
              x: "x",
              stroke: "currentColor",
              strokeDasharray: "4 3",
              strokeOpacity: 0.6,
            }),
            Plot.text(marks, {
              x: "x",
              text: "label",
              frameAnchor: "top",
              dy: -12,
              fill: "currentColor",
            }),
          ]),
      Plot.areaY(
        points.filter(({ low, high }) => low !== null && high !== null),
        { x: "x", y1: "low", y2: "high", fill: "label", fillOpacity: 0.15 },
      ),
      Plot.line(points, {
        x: "x",
        y: "y",
        z: "label",
        stroke: "label",
        strokeWidth: 2,
        // Where few places were measured, which they were.
        ...(measured.length <= fewPlaces && !stepped ? { marker: "dot" as const } : {}),
        ...(stepped ? { curve: "step-after" as const } : {}),
      }),
      ...(canvas.isPointedAt
        ? [
            Plot.tip(
              points,
              Plot.pointer({
                x: "x",
                y: "y",
                title: (point: Point) =>
                  `${point.label}\n${tickOf(x)(point.x)} ${x.scale === "tail" ? "of requests within" : x.label}\n${short(point.y)} ${y.label}${point.low === null || point.high === null ? "" : ` (rounds: ${short(point.low)} to ${short(point.high)})`}`,
              }),
            ),
          ]
        : []),
    ],
  });
}

function pointsOf({ label, points }: Series): Point[] {
  return points.map(([x, y, low, high]) => ({ label, x, y, low, high }));
}

function scaleOf(axis: Axis, values: readonly number[]): Plot.ScaleOptions {
  if (axis.scale === "linear") return { tickFormat: short };
  if (axis.scale === "log") {
    const positive = values.filter((value) => value > 0);
    // A log axis of less than one power of ten has one tick: then it is linear.
    const isWide = Math.max(...positive) / Math.min(...positive) >= 10;
    return isWide
      ? { type: "log", tickFormat: short, ticks: 6 }
      : { tickFormat: short, zero: false };
  }
  const least = Math.min(...values);
  return {
    type: "log",
    reverse: true,
    domain: [least, 1],
    ticks: [1, 0.5, 0.1, 0.01, 0.001, 0.0001, 0.00001].filter((share) => share >= least),
    tickFormat: tickOf(axis),
  };
}

function tickOf({ scale }: Axis): (value: number) => string {
  return scale === "tail" ? percentWithin : short;
}
