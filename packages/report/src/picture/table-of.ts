import type { Bars, Dots, Heat, Lines, Picture } from "./picture.ts";

/** A picture's data as a table: what stands behind it for whoever does not see it, and in its CSV file. */
export interface PictureTable {
  head: string[];
  /** As long as the head; null is unknown. */
  rows: (string | number | null)[][];
}

export function tableOf(picture: Picture): PictureTable {
  switch (picture.kind) {
    case "dots":
      return dotsTable(picture);
    case "lines":
      return linesTable(picture);
    case "bars":
      return barsTable(picture);
    case "heat":
      return heatTable(picture);
  }
}

/** Columns of a brief table of curves. */
const mostColumns = 8;
/** Shares beyond a percentile that people ask for. */
const usualTails = [0.5, 0.1, 0.05, 0.01, 0.001, 0.0001, 0.00001];

/** The same where it fits a page: of long curves a line each, at some places of the axis. */
export function briefTableOf(picture: Picture, mostRows: number): PictureTable {
  const whole = tableOf(picture);
  if (picture.kind !== "lines" || whole.rows.length <= mostRows) return whole;
  const { x, y, series } = picture;
  const places = [...new Set(series.flatMap(({ points }) => points.map(([at]) => at)))];
  const chosen =
    x.scale === "tail" ? nearestTails(places) : evenly(places.toSorted((a, b) => a - b));
  return {
    head: [
      `${y.label} at ${x.label}`,
      ...chosen.map((at) =>
        x.scale === "tail" ? percentWithin(at) : String(Number(at.toPrecision(4))),
      ),
    ],
    rows: series.map(({ label, points }) => [
      label,
      ...chosen.map((place) => points.find(([at]) => at === place)?.[1] ?? null),
    ]),
  };
}

function nearestTails(places: readonly number[]): number[] {
  return usualTails.flatMap((tail) => places.find((at) => Math.abs(at / tail - 1) < 1e-6) ?? []);
}

function evenly(places: readonly number[]): number[] {
  const step = Math.max(1, (places.length - 1) / (mostColumns - 1));
  const count = Math.min(mostColumns, places.length);
  return Array.from({ length: count }, (_, index) => places[Math.round(index * step)]!);
}

/** `99.9 %`: of requests within, where a share of 0.001 took longer. */
export function percentWithin(beyond: number): string {
  return `${Number(((1 - beyond) * 100).toPrecision(7))} %`;
}

function dotsTable({ unit, rows }: Dots): PictureTable {
  const most = rows.reduce((count, { rounds }) => Math.max(count, rounds.length), 0);
  const rounds = Array.from({ length: most }, (_, index) => index);
  return {
    head: ["place", "name", unit, "low", "high", ...rounds.map((round) => `round ${round + 1}`)],
    rows: rows.map((row) => [
      row.place,
      row.label,
      row.value,
      row.low,
      row.high,
      ...rounds.map((round) => row.rounds[round] ?? null),
    ]),
  };
}

function linesTable({ x, y, series }: Lines): PictureTable {
  return {
    head: ["name", x.label, y.label, "low", "high"],
    rows: series.flatMap(({ label, points }) =>
      points.map(([at, value, low, high]) => [label, at, value, low, high]),
    ),
  };
}

function barsTable({ unit, parts, rows }: Bars): PictureTable {
  return {
    head: ["name", ...parts.map((part) => `${part}, ${unit}`)],
    rows: rows.map(({ label, values }) => [label, ...values]),
  };
}

function heatTable({ x, y, unit, cells }: Heat): PictureTable {
  return { head: [x, y, unit], rows: cells.map((cell) => [cell.x, cell.y, cell.value]) };
}
