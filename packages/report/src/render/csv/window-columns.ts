import {
  loadErrorKinds,
  serviceNames,
  type LoadErrorKind,
  type ServiceName,
  type ServiceUse,
} from "@stackbench/model";
import { levelColumns } from "./level-columns.ts";

export const histograms = [
  { prefix: "service_time", field: "serviceTime" },
  { prefix: "latency", field: "latency" },
  { prefix: "send_lag", field: "sendLag" },
  { prefix: "connect_time", field: "connectTime" },
] as const;
export type HistogramPrefix = (typeof histograms)[number]["prefix"];

export const percents = [50, 90, 99, 99.9] as const;

export function percentName(percent: number): `p${string}` {
  return `p${String(percent).replace(".", "_")}`;
}

export const serviceFigures: {
  suffix: string;
  field: Exclude<
    keyof ServiceUse,
    "source" | "sharing" | "processSeries" | "processGroups" | "memorySeries"
  >;
}[] = [
  { suffix: "cpu_user_seconds", field: "cpuUserSeconds" },
  { suffix: "cpu_system_seconds", field: "cpuSystemSeconds" },
  { suffix: "throttled_seconds", field: "throttledSeconds" },
  { suffix: "memory_working_set_bytes", field: "memoryWorkingSetBytes" },
  { suffix: "memory_peak_bytes", field: "memoryPeakBytes" },
  { suffix: "processes", field: "processes" },
];

// prettier-ignore
const identity = [
  "run_id", "window_id", "sitting_id", "case_id", "round", "stack", "variant", "workload", "request", ...levelColumns,
  "generator", "started_at", "status", "valid", "cautions",
] as const;
// prettier-ignore
const counts = [
  "seconds", "sent", "succeeded", "unfinished", "throughput_per_second", "error_share", "received_bytes",
] as const;
// prettier-ignore
const generator = [
  "generator_threads", "generator_busiest_thread_cpu_share", "generator_cpu_user_seconds",
  "generator_cpu_system_seconds", "in_flight_request_seconds", "carried_request_seconds", "unanswered_connections",
  "warmup_seconds", "warmup_steady",
] as const;
// prettier-ignore
const schedule = [
  "scheduled_arrivals", "scheduled_seconds", "queue_depth_mean", "queue_depth_max", "unsent", "spinning",
] as const;
// prettier-ignore
const machine = [
  "listen_overflows", "listen_drops", "edges_seconds", "server_cpu_share", "host_steal_share", "server_steal_share",
  "load_steal_share", "server_background_share", "load_background_share", "host_cpu_pressure_share",
  "host_memory_pressure_share", "host_io_pressure_share",
] as const;
const failure = ["failure_stage", "failure_message"] as const;

/** A name that is not here is a type error where a line is filled: it would be left out of the file. */
export type WindowColumn =
  | (
      | typeof identity
      | typeof counts
      | typeof generator
      | typeof schedule
      | typeof machine
      | typeof failure
    )[number]
  | `errors_${LoadErrorKind}`
  | "asked_anew"
  | `${HistogramPrefix}_${string}`
  | `${ServiceName}_${string}`;

/** Of every run, in the order of the file. Units stand in the names. */
export const windowColumns: readonly WindowColumn[] = [
  ...identity,
  ...counts,
  ...loadErrorKinds.map((kind) => `errors_${kind}` as const),
  "asked_anew",
  ...histograms.flatMap(({ prefix }): WindowColumn[] => [
    `${prefix}_count`,
    `${prefix}_min_ms`,
    `${prefix}_mean_ms`,
    ...percents.map((percent) => `${prefix}_${percentName(percent)}_ms` as const),
    `${prefix}_max_ms`,
  ]),
  ...generator,
  ...schedule,
  ...machine,
  ...serviceNames.flatMap((name) =>
    serviceFigures.map(({ suffix }): WindowColumn => `${name}_${suffix}`),
  ),
  ...failure,
];
