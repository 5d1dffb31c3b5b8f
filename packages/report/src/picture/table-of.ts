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
