import type { MeasuredWindow } from "@stackbench/model";
import type { Row } from "../row.ts";
import { mergeHistograms } from "../summarise/histograms.ts";
import { toldAmong } from "../summarise/latencies.ts";
import type { Group } from "../table.ts";
import { bucketed, bucketWidthMs } from "./buckets.ts";
import { percentileCurve } from "./percentiles.ts";
import type { Facets, Lines, Series } from "./picture.ts";

interface Sources {
  windowsOf(row: Row): readonly MeasuredWindow[];
  facetsOf(key: string): Facets;
}

/** So many curves can be told apart without choosing. */
const drawnAtFirst = 5;

/** How long requests of a group took, twice: over all percentiles, and in buckets. None where no row has a histogram. */
export function latencyPictures(
  id: string,
  group: Group,
  { windowsOf, facetsOf }: Sources,
): Lines[] {
  const isOpen = group.level.loop === "open";
  const field = isOpen ? "latency" : "serviceTime";
  const name = isOpen ? "Latency" : "Service time";
  const rows = group.rows
    .filter(({ checks }) => checks === null)
    .map((row) => ({ row, windows: toldAmong(windowsOf(row), field) }));
  const curves = rows.map(({ row, windows }): Series => ({
    label: row.key,
    points: percentileCurve(windows, field),
    facets: facetsOf(row.key),
  }));
  const histograms = rows.flatMap(({ row, windows }) => {
    const histogram = mergeHistograms(windows, field);
    return histogram && histogram.count > 0 ? [{ row, histogram }] : [];
  });
  const widthMs = bucketWidthMs(histograms.map(({ histogram }) => histogram));
  const shares = histograms.map(({ row, histogram }): Series => ({
    label: row.key,
    points: bucketed(histogram, widthMs),
    isStepped: true,
    facets: facetsOf(row.key),
  }));
  const meaning = isOpen
    ? "from when a request was due to its whole answer, at the rate that was scheduled"
    : "from sending a request to its whole answer. A slow server is asked less often in a closed loop: this is not what users at a fixed rate would wait";
  const pictures: Lines[] = [
    {
      kind: "lines",
      id: `${id}-percentiles`,
      title: `${name} by percentile`,
      caption: `${name}: ${meaning}. The band is what the rounds had, least to most; a curve ends where fewer than 30 requests took longer.`,
      x: { label: "percentile", scale: "tail" },
      y: { label: "ms", scale: "log" },
      series: curves.filter(({ points }) => points.length > 1),
      marks: [],
      drawnAtFirst,
    },
    {
      kind: "lines",
      id: `${id}-buckets`,
      title: `${name} in buckets of ${widthMs} ms`,
      caption: `Percent of the answers in each bucket of ${widthMs} ms, up to the 99.9th percentile.`,
      x: { label: "ms", scale: "linear" },
      y: { label: "% of answers", scale: "linear" },
      series: shares,
      marks: [],
      drawnAtFirst: 2,
    },
  ];
  return pictures.filter(({ series }) => series.length > 0);
}
