import * as Plot from "@observablehq/plot";
import { percentWithin, type Axis, type Lines, type Series } from "@stackbench/report/picture";
import { plotOptions, short, textWidth, type Canvas, type Drawn } from "./canvas.ts";
import { colourOf } from "./colours.ts";
import { logTicks, type Space } from "./log-ticks.ts";
import { stackLabels } from "./stack-labels.ts";

/** So many places of an axis are named each. */
const fewPlaces = 12;
/** Beside the frame, pixels. */
const [marginLeft, marginRight] = [58, 20];
/** Of labels above the frame, and of the frame's other edges, pixels. */
const [labelHeight, marginTop, marginBottom] = [13, 26, 42];
/** What a label of an axis takes there, pixels. */
const [labelWidth, lineHeight] = [44, 18];

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
  const fitted = series.filter(({ isFitted }) => isFitted).flatMap(pointsOf);
  const found = series.filter(({ isFitted }) => !isFitted).flatMap(pointsOf);
  const measured = [...new Set(found.map((point) => point.x))].toSorted((a, b) => a - b);
  const stepped = series.some(({ isStepped }) => isStepped);
  const domain = all.map(({ label }) => label);
  const height = Math.round(Math.min(420, Math.max(240, canvas.width * 0.45)));
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const scale = scaleOf(x, xs);
  const xTicks = labelledTicks(
    x,
    xs,
    { room: canvas.width - marginLeft - marginRight, each: labelWidth },
    measured,
  );
  const yTicks = labelledTicks(y, ys, {
    room: height - marginTop - marginBottom,
    each: lineHeight,
  });
  const places = placesOf(scale, [...points, ...marks], canvas.width);
  const labels = stackLabels(marks, places, marginLeft);
  // The unit of the axis stands above them.
  const rows = Math.max(0, ...labels.map(({ row }) => row + 1));
  return Plot.plot({
    ...plotOptions(canvas),
    height: height + rows * labelHeight,
    marginLeft,
    marginRight,
    marginTop: marginTop + rows * labelHeight,
    marginBottom,
    x: {
      ...scale,
      label: `${x.label} →`,
      labelAnchor: "right",
    },
    y: {
      ...scaleOf(y, ys),
      // A height is a share of the whole only above zero.
      ...(y.scale === "linear" ? { zero: true, ...ticksOfFew(points) } : {}),
      label: `↑ ${y.label}`,
      grid: yTicks === null,
    },
    color: { domain, range: domain.map((_, index) => colourOf(index)) },
    marks: [
      // Plot leaves most labels of a log scale out, whatever its ticks are.
      ...(xTicks === null ? [] : [Plot.axisX(xTicks, { text: tickOf(x) })]),
      ...(yTicks === null ? [] : [Plot.gridY(yTicks), Plot.axisY(yTicks, { text: tickOf(y) })]),
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
      Plot.line(fitted, {
        x: "x",
        y: "y",
        z: "label",
        stroke: "label",
        strokeWidth: 2,
        strokeDasharray: "6 4",
      }),
      Plot.line(found, {
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
    return isWide(positive) ? { type: "log" } : { tickFormat: short, zero: false };
  }
  return { type: "log", reverse: true, domain: [Math.min(...values), 1] };
}

/** A log axis of less than one power of ten would have one tick: then it is linear. */
function isWide(positive: readonly number[]): boolean {
  return Math.max(...positive) / Math.min(...positive) >= 10;
}

/**
 * Ticks of which each is labelled; null where Plot finds them. Of few measured places each has one, if all their labels
 * have room.
 */
function labelledTicks(
  { scale }: Axis,
  values: readonly number[],
  space: Space,
  measured: readonly number[] = [],
): number[] | null {
  if (scale === "linear") return null;
  if (scale === "tail") {
    const least = Math.min(...values);
    const shares = [1, 0.5, 0.1, 0.01, 0.001, 0.0001, 0.00001].filter((share) => share >= least);
    // Of these the half alone is less than a power of ten from its neighbours.
    const beforeHalf = (space.room * Math.log(2)) / Math.log(1 / least);
    return beforeHalf < space.each ? shares.filter((share) => share !== 0.5) : shares;
  }
  const positive = values.filter((value) => value > 0);
  if (!isWide(positive)) return null;
  const ends = [Math.min(...positive), Math.max(...positive)] as const;
  const places = measured.filter((place) => place > 0);
  const isFew = places.length > 1 && places.length <= fewPlaces;
  return isFew && haveRoom(places, ends, space.room) ? places : logTicks(ends, space);
}

/** Whether no label of these, in rising order, would touch the next one on a log axis. */
function haveRoom(
  places: readonly number[],
  [least, most]: readonly [number, number],
  room: number,
): boolean {
  return places.slice(1).every((place, index) => {
    const before = places[index]!;
    const apart = (room * Math.log(place / before)) / Math.log(most / least);
    return apart > (textWidth(short(place)) + textWidth(short(before))) / 2;
  });
}

function tickOf({ scale }: Axis): (value: number) => string {
  return scale === "tail" ? percentWithin : short;
}
