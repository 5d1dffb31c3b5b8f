import type { Interval, Percentiles, Row } from "../row.ts";

/** What is told of a row to programs that keep figures over time and watch them. */
export type ExportedSubject =
  | "throughput"
  | "latency"
  | "service-time"
  | "cpu-per-request"
  | "memory"
  | "errors";

/** One figure of a row, in the base of its subject: requests/s, ms, µs, bytes, a share of 1. */
export interface ExportedFigure {
  subject: ExportedSubject;
  /** Of times alone, 0 to 100. */
  percent?: 50 | 90 | 99 | 99.9;
  value: number;
  /** Null where too few rounds allow none, and of figures that have none. */
  interval: Interval | null;
}

/**
 * The figures of a row that may be set beside those of other runs: none of one that failed, has no valid window or is a
 * second generator's; no throughput and no times of one that may not be ranked, for they tell of what limited it. What
 * is unknown is left out, never zero.
 */
export function exportedFigures(row: Row): ExportedFigure[] {
  if (row.status !== "measured" || row.checks !== null) return [];
  const isLimited = row.cautions.some(({ severity }) => severity === "unranked");
  const { cpuUserMicrosPerRequest: user, cpuSystemMicrosPerRequest: system } = row;
  const cpu = user === null || system === null ? null : user + system;
  const { throughput } = row;
  const ofLoad: (ExportedFigure | null)[] = [
    single("throughput", throughput?.estimate, throughput?.interval),
    ...timesOf("latency", row.latency),
    ...timesOf("service-time", row.serviceTime),
  ];
  return [
    ...(isLimited ? [] : ofLoad),
    single("cpu-per-request", cpu),
    single("memory", row.memoryBytes),
    single("errors", row.errorShare),
  ].filter((figure) => figure !== null);
}

function single(
  subject: ExportedSubject,
  value: number | null | undefined,
  interval: Interval | null = null,
): ExportedFigure | null {
  return value === null || value === undefined ? null : { subject, value, interval };
}

function timesOf(
  subject: "latency" | "service-time",
  told: Percentiles | null,
): (ExportedFigure | null)[] {
  if (told === null) return [];
  const at = (
    percent: 50 | 90 | 99 | 99.9,
    value: number | null,
    interval: Interval | null,
  ): ExportedFigure | null => (value === null ? null : { subject, percent, value, interval });
  return [
    at(50, told.p50Ms, told.p50Interval),
    at(90, told.p90Ms, told.p90Interval),
    at(99, told.p99Ms, told.p99Interval),
    at(99.9, told.p999Ms, told.p999Interval),
  ];
}
