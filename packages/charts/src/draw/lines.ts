import * as Plot from "@observablehq/plot";
import { percentWithin, type Axis, type Lines, type Series } from "@stackbench/report/picture";
import { plotOptions, short, type Canvas, type Drawn } from "./canvas.ts";
import { colourOf } from "./colours.ts";
import { stackLabels } from "./stack-labels.ts";

/** So many places of an axis are named each. */
const fewPlaces = 12;
/** Beside the frame, pixels. */
const [marginLeft, marginRight] = [58, 20];
/** Of labels above the frame, pixels. */
const labelHeight = 13;

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
  const measured = [...new Set(points.map(({ x: at }) => at))];
  const stepped = series.some(({ isStepped }) => isStepped);
  const domain = all.map(({ label }) => label);
  const height = Math.round(Math.min(420, Math.max(240, canvas.width * 0.45)));
  const scale = scaleOf(
    x,
    points.map((point) => point.x),
  );
  const places = placesOf(scale, [...points, ...marks], canvas.width);
  const labels = stackLabels(marks, places, marginLeft);
  // The unit of the axis stands above them.
  const rows = Math.max(0, ...labels.map(({ row }) => row + 1));
  return Plot.plot({
    ...plotOptions(canvas),
    height: height + rows * labelHeight,
    marginLeft,
    marginRight,
    marginTop: 26 + rows * labelHeight,
    marginBottom: 42,
    x: {
      ...scale,
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
      ...(y.scale === "linear" ? { zero: true, ...ticksOfFew(points) } : {}),
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
            ...labels.map((label) =>
              Plot.text([label], {
                x: "x",
                text: "label",
                textAnchor: label.anchor,
                frameAnchor: "top",
                dy: -12 - label.row * labelHeight,
                fill: "currentColor",
              }),
            ),
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

/** Where the scale lays a value, pixels from the left. */
function placesOf(
  scale: Plot.ScaleOptions,
  values: readonly { x: number }[],
  width: number,
): (x: number) => number {
  const all = values.map(({ x }) => x);
  const domain = [Math.min(...all), Math.max(...all)];
  const range = [marginLeft, width - marginRight];
  const { apply } = Plot.scale({ x: { domain, ...scale, range } });
  return (x) => Number(apply(x));
}

/** Of whole numbers, few of them, each has a tick: between them there is nothing. */
function ticksOfFew(points: readonly Point[]): { ticks?: number[] } {
  const most = Math.max(0, ...points.map(({ y }) => y));
  const areFew = most > 0 && most <= fewPlaces && points.every(({ y }) => Number.isInteger(y));
  return areFew ? { ticks: Array.from({ length: most + 1 }, (_, index) => index) } : {};
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
