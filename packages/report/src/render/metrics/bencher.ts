import {
  exportedFigures,
  type ExportedFigure,
  type ExportedSubject,
} from "../../summarise/exported-figures.ts";
import type { Table } from "../../table.ts";
import { cleanData, jsonText } from "../clean-text.ts";

interface Metric {
  value: number;
  lower_value?: number;
  upper_value?: number;
}

/**
 * Slugs of measures. `throughput` is Bencher's own, in operations/s; its `latency` is in nanoseconds, so that ours, which
 * are percentiles, have names with their units.
 */
const measures: Record<ExportedSubject, (percent: string) => string> = {
  throughput: () => "throughput",
  latency: (percent) => `latency-${percent}-ms`,
  "service-time": (percent) => `service-time-${percent}-ms`,
  "cpu-per-request": () => "cpu-per-request-us",
  memory: () => "memory-bytes",
  errors: () => "error-share",
};

/** Bencher Metric Format: benchmark (the case), measure, value with the ends of its interval. */
export function renderBencher(table: Table): string {
  const benchmarks = table.rows
    .map((row) => [row.caseId, exportedFigures(row).map(metricOf)] as const)
    .filter(([, metrics]) => metrics.length > 0)
    .map(([name, metrics]) => [name, Object.fromEntries(metrics)]);
  return `${jsonText(cleanData(Object.fromEntries(benchmarks)), 2)}\n`;
}

function metricOf({ subject, percent, value, interval }: ExportedFigure): [string, Metric] {
  const measure = measures[subject](`p${String(percent).replace(".", "-")}`);
  if (interval === null) return [measure, { value }];
  return [measure, { value, lower_value: interval.low, upper_value: interval.high }];
}
