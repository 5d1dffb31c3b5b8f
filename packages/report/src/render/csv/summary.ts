import type { Interval, PartFigures, Percentiles, Row } from "../../row.ts";
import type { Table } from "../../table.ts";
import { caseColumns, caseOf } from "./case-columns.ts";
import { renderLines, type Line } from "./csv.ts";

const times = [
  { prefix: "service_time", field: "serviceTime" },
  { prefix: "latency", field: "latency" },
] as const;
type TimePrefix = (typeof times)[number]["prefix"];

const percentiles = [
  { name: "p50", percent: 50, field: "p50Ms", interval: "p50Interval" },
  { name: "p90", percent: 90, field: "p90Ms", interval: "p90Interval" },
  { name: "p99", percent: 99, field: "p99Ms", interval: "p99Interval" },
  { name: "p99_9", percent: 99.9, field: "p999Ms", interval: "p999Interval" },
] as const;
type PercentileName = (typeof percentiles)[number]["name"];

// prettier-ignore
const standing = [
  "request_share", "status", "compared_by", "place_low", "place_high", "is_anchor", "windows_planned", "windows_measured",
  "windows_valid", "windows_failed",
] as const;
// prettier-ignore
const throughput = [
  "throughput_per_second", "throughput_low_per_second", "throughput_high_per_second", "throughput_confidence",
  "throughput_median_per_second", "throughput_min_per_second", "throughput_max_per_second", "rounds",
  "received_bytes_per_second",
] as const;
// prettier-ignore
const resources = [
  "send_lag_p99_ms", "queue_depth_max", "taken_seconds", "cpu_user_micros_per_request",
  "cpu_system_micros_per_request", "database_cpu_micros_per_request", "server_cpu_share", "memory_bytes",
  "database_memory_bytes", "error_share", "cautions", "failure_stage", "failure_message",
] as const;

type SummaryColumn =
  | (typeof caseColumns | typeof standing | typeof throughput | typeof resources)[number]
  | `${TimePrefix}_${PercentileName}_${"" | "low_" | "high_"}ms`;

/** Of every run, in the order of the file; `docs/csv.md` says what each is. */
const summaryColumns: readonly SummaryColumn[] = [
  ...caseColumns,
  ...standing,
  ...throughput,
  ...times.flatMap(({ prefix }) =>
    percentiles.flatMap(({ name }) => [
      `${prefix}_${name}_ms` as const,
      `${prefix}_${name}_low_ms` as const,
      `${prefix}_${name}_high_ms` as const,
    ]),
  ),
  ...resources,
];

type SummaryLine = Line<SummaryColumn>;

/**
 * `summary.csv`: one line a row of the table, and below it one for each kind of its requests where it has several; the same
 * columns for every run. An empty cell is unknown, never zero.
 */
export function renderSummaryCsv(table: Table): string {
  const lines = table.rows.flatMap((row) => [
    lineOf(row, table),
    ...(row.parts ?? []).map((part) => ({ ...caseOf(row, table), ...partOf(part, row) })),
  ]);
  return renderLines(summaryColumns, lines);
}

function partOf(part: PartFigures, { status, level }: Row): SummaryLine {
  const time = level.loop === "open" ? "latency" : "service_time";
  const line: SummaryLine = {
    request: part.name,
    request_share: part.share,
    status,
    throughput_per_second: part.throughput?.estimate,
    throughput_low_per_second: part.throughput?.interval?.low,
    throughput_high_per_second: part.throughput?.interval?.high,
    throughput_confidence: part.throughput?.interval?.confidence,
    error_share: part.errorShare,
  };
  for (const { name, field } of percentiles) line[`${time}_${name}_ms`] = part[field];
  return line;
}

function lineOf(row: Row, table: Table): SummaryLine {
  const line: SummaryLine = {
    ...caseOf(row, table),
    status: row.status,
    compared_by: row.comparedBy,
    place_low: row.rank?.low,
    place_high: row.rank?.high,
    is_anchor: row.isAnchor,
    windows_planned: row.windows.planned,
    windows_measured: row.windows.measured,
    windows_valid: row.windows.valid,
    windows_failed: row.windows.failed,
    ...throughputOf(row),
    received_bytes_per_second: row.receivedBytesPerSecond,
    send_lag_p99_ms: row.sendLagP99Ms,
    queue_depth_max: row.queueDepthMax,
    taken_seconds: row.bounded?.takenSeconds,
    cpu_user_micros_per_request: row.cpuUserMicrosPerRequest,
    cpu_system_micros_per_request: row.cpuSystemMicrosPerRequest,
    database_cpu_micros_per_request: row.databaseCpuMicrosPerRequest,
    server_cpu_share: row.serverCpuShare,
    memory_bytes: row.memoryBytes,
    database_memory_bytes: row.databaseMemoryBytes,
    error_share: row.errorShare,
    cautions: row.cautions.map(({ kind, severity }) => `${kind}=${severity}`).join(" "),
    failure_stage: row.failure?.stage,
    failure_message: row.failure?.message,
  };
  for (const { prefix, field } of times) Object.assign(line, percentilesOf(prefix, row[field]));
  return line;
}

function throughputOf({ throughput: told }: Row): SummaryLine {
  if (told === null) return {};
  return {
    throughput_per_second: told.estimate,
    throughput_low_per_second: told.interval?.low,
    throughput_high_per_second: told.interval?.high,
    throughput_confidence: told.interval?.confidence,
    throughput_median_per_second: told.median,
    throughput_min_per_second: told.min,
    throughput_max_per_second: told.max,
    rounds: told.rounds,
  };
}

/** In ms; "unanswered" where failed requests hold the place. */
function percentilesOf(prefix: TimePrefix, told: Percentiles | null): SummaryLine {
  const line: SummaryLine = {};
  if (told === null) return line;
  for (const { name, percent, field, interval } of percentiles) {
    const reach: Interval | null = told[interval];
    line[`${prefix}_${name}_ms`] = told.unanswered.includes(percent) ? "unanswered" : told[field];
    line[`${prefix}_${name}_low_ms`] = reach?.low;
    line[`${prefix}_${name}_high_ms`] = reach?.high;
  }
  return line;
}
