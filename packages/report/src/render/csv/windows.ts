import {
  backgroundShareOf,
  cpusOfWindow,
  isValid,
  errorShareOf,
  loadErrorKinds,
  neverAnsweredOf,
  partsOf,
  serviceNames,
  throughputOf,
  worstSteal,
  type ClosedLoad,
  type HistogramData,
  type MeasuredWindow,
  type OpenLoad,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import { answeredPercentileMs, Histogram } from "@stackbench/statistics";
import type { HistogramField } from "../../summarise/histograms.ts";
import { serverCpuShare } from "../../summarise/resources.ts";
import {
  histograms,
  percentName,
  percents,
  serviceFigures,
  windowColumns,
  type HistogramPrefix,
  type WindowColumn,
} from "./window-columns.ts";
import { renderLines, type Line } from "./csv.ts";
import { levelOf } from "./level-columns.ts";

type WindowLine = Line<WindowColumn>;

/**
 * `windows.csv`: one line a window, and below it one for each kind of its requests that was told apart; the same columns
 * for every run. An empty cell is unknown, never zero.
 */
export function renderWindowsCsv(run: RunRecord): string {
  const lines = run.windows.flatMap((window) => {
    const known = identity(window, run);
    const parts = partsIn(window, run).map((part) => ({ ...known, ...part }));
    return [{ ...known, ...detailsOf(window, run) }, ...parts];
  });
  return renderLines(windowColumns, lines);
}

function partsIn(window: WindowRecord, { plan }: RunRecord): WindowLine[] {
  if (window.status !== "measured" || window.load.kind === "totals") return [];
  const { parts = [], seconds } = window.load;
  const names = partsOf(plan.experiment, window.planned.workload);
  return parts.map((part, index) => ({
    request: names?.[index]?.name,
    valid: isValid(window),
    seconds,
    unfinished: part.unfinished,
    ...answersOf({ ...part, seconds }),
  }));
}

/** What a window and each kind of its requests tell alike. */
function answersOf(
  load: Pick<MeasuredWindow["load"], "succeeded" | "errors" | "seconds"> &
    Partial<Record<HistogramField, HistogramData | undefined>> & { unfinished?: number },
): WindowLine {
  const line: WindowLine = {
    succeeded: load.succeeded,
    throughput_per_second: throughputOf(load),
    error_share: errorShareOf(load),
  };
  for (const kind of loadErrorKinds) line[`errors_${kind}`] = load.errors[kind] ?? 0;
  for (const { prefix, field } of histograms) {
    const data = load[field];
    // Of lags and connections every one is known.
    const neverAnswered =
      field === "serviceTime" || field === "latency" ? neverAnsweredOf(load) : 0;
    if (data) Object.assign(line, quantiles(prefix, Histogram.fromData(data), neverAnswered));
  }
  return line;
}

function detailsOf(window: WindowRecord, run: RunRecord): WindowLine {
  switch (window.status) {
    case "measured":
      return measurement(window, run);
    case "failed":
      return failure(window);
    // Its figures are of another kind: run.json has them.
    case "started":
    case "profiled":
      return {};
  }
}

function identity(window: WindowRecord, run: RunRecord): WindowLine {
  const { planned } = window;
  const info = run.variants.find(({ key }) => key === window.variant);
  return {
    run_id: run.runId,
    window_id: planned.windowId,
    sitting_id: window.sittingId,
    case_id: planned.caseId,
    round: window.round,
    stack: info?.stack,
    variant: info?.variant,
    workload: planned.workload,
    ...levelOf(planned.level),
    generator: planned.generator,
    started_at: window.startedAt,
    status: window.status,
  };
}

function failure(window: Extract<WindowRecord, { status: "failed" }>): WindowLine {
  return { failure_stage: window.failure.stage, failure_message: window.failure.message };
}

function measurement(window: MeasuredWindow, run: RunRecord): WindowLine {
  const { load, use } = window;
  const cpus = cpusOfWindow(use, run.plan.experiment.cpus);
  const line: WindowLine = {
    valid: isValid(window),
    cautions: window.cautions.map(({ kind, severity }) => `${kind}=${severity}`).join(" "),
    seconds: load.seconds,
    ...answersOf(load),
    generator_threads: load.threads,
    ...(load.kind !== "totals" && watched(load)),
    ...(load.kind === "open" && scheduled(load)),
    listen_overflows: use.network?.listenOverflows,
    listen_drops: use.network?.listenDrops,
    edges_seconds: use.seconds,
    server_cpu_share: serverCpuShare(window, cpus) ?? undefined,
    host_steal_share: use.host.stealShare,
    server_steal_share: worstSteal(use, cpus.server)?.share,
    load_steal_share: worstSteal(use, cpus.load)?.share,
    server_background_share: backgroundShareOf("server", use, cpus),
    load_background_share: backgroundShareOf("load", use, cpus),
    host_cpu_pressure_share: use.host.cpuPressureShare,
    host_memory_pressure_share: use.host.memoryPressureShare,
    host_io_pressure_share: use.host.ioPressureShare,
  };
  for (const name of serviceNames) {
    const service = use.services[name];
    for (const { suffix, field } of serviceFigures) line[`${name}_${suffix}`] = service?.[field];
  }
  return line;
}

function watched(load: ClosedLoad | OpenLoad): WindowLine {
  return {
    sent: load.sent,
    unfinished: load.unfinished,
    received_bytes: load.receivedBytes,
    asked_anew: load.askedAnew?.requests,
    generator_busiest_thread_cpu_share: load.busiestThreadCpuShare,
    generator_cpu_user_seconds: load.cpuSeconds.user,
    generator_cpu_system_seconds: load.cpuSeconds.system,
    in_flight_request_seconds: load.inFlightSeconds,
    carried_request_seconds: load.carriedSeconds,
    unanswered_connections: load.unansweredConnections,
    warmup_seconds: load.warmUp.seconds,
    warmup_steady: load.warmUp.steady,
  };
}

function scheduled({ schedule }: OpenLoad): WindowLine {
  return {
    scheduled_arrivals: schedule.arrivals,
    scheduled_seconds: schedule.seconds,
    queue_depth_mean: schedule.queueDepthMean,
    queue_depth_max: schedule.queueDepthMax,
    unsent: schedule.unsent,
    spinning: schedule.spinning,
  };
}

/** In ms. A percentile with fewer than 30 requests beyond it stays empty; one that failed requests hold is "unanswered". */
function quantiles(
  prefix: HistogramPrefix,
  histogram: Histogram,
  neverAnswered: number,
): WindowLine {
  const line: WindowLine = { [`${prefix}_count`]: histogram.count };
  if (histogram.count === 0) return line;
  line[`${prefix}_min_ms`] = histogram.min / 10_000;
  line[`${prefix}_mean_ms`] = histogram.mean / 10_000;
  line[`${prefix}_max_ms`] = histogram.max / 10_000;
  for (const percent of percents) {
    line[`${prefix}_${percentName(percent)}_ms`] =
      answeredPercentileMs(histogram, percent, neverAnswered) ?? undefined;
  }
  return line;
}
