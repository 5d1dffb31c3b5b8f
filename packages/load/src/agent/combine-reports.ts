import {
  mergeCauses,
  type Acknowledged,
  type ClosedLoad,
  type HistogramData,
  type LoadErrorKind,
  type LoadPart,
  type OpenLoad,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import type { AgentReport } from "../protocol.ts";
import type { ScheduleFigures, ThreadReport } from "./tally.ts";
import { seriesIntervalMs, type WindowReport } from "./window-tally.ts";

/**
 * Makes one report of what the threads saw. `cpuSeconds` is the whole process's; `requestsWanted` are those that a
 * bounded window was to end with. Throws where no window was marked.
 */
export function combineReports(
  reports: readonly ThreadReport[],
  cpuSeconds: { user: number; system: number },
  requestsWanted?: number,
): AgentReport {
  const windows = reports.map(({ window }) => {
    if (!window) throw new Error("expected a window before its report, got none");
    return window;
  });
  const schedule = combineSchedules(reports.flatMap((report) => report.schedule ?? []));
  const busiestThreadCpuShare = Math.max(...reports.map((report) => report.cpuMs / report.wallMs));
  const { downSeconds, ...combined } = combineWindows(reports, windows);
  const both = {
    ...combined,
    cpuSeconds,
    // Connections of a bounded window are made when there is something to send: they are not down.
    ...(requestsWanted === undefined ? { downSeconds } : { requestsWanted }),
  };
  return {
    load: schedule
      ? {
          kind: "open",
          ...both,
          unfinished: both.unfinished + schedule.unsent,
          // A thread that spins is always busy: its send lag tells whether it kept up.
          ...(!schedule.spinning && { busiestThreadCpuShare }),
          schedule,
          ...combineArrivals(windows),
        }
      : { kind: "closed", ...both, busiestThreadCpuShare },
    acknowledged: addAcknowledged(reports.map((report) => report.acknowledged)),
    answers: reports.flatMap((report) => report.answers),
  };
}

/** What both kinds of loop tell. */
function combineWindows(reports: readonly ThreadReport[], windows: readonly WindowReport[]) {
  const received = total(windows, (window) => window.receivedBytes);
  return {
    threads: reports.length,
    // All begin together; a bounded window ends with the last of them.
    seconds: Math.max(...windows.map((window) => window.windowMs)) / 1000,
    sent: total(windows, (window) => window.sent),
    succeeded: total(windows, (window) => window.succeeded),
    errors: addRecords<LoadErrorKind>(windows.map((window) => window.errors)),
    causes: mergeCauses(windows.map((window) => window.causes)),
    ...combineAskedAnew(windows),
    unfinished: total(windows, (window) => window.unfinished),
    succeededByRequest: addArrays(windows.map((window) => window.succeededByRequest)),
    ...combineParts(windows),
    statuses: addRecords(windows.map((window) => window.statuses)),
    ...(received > 0 && { receivedBytes: received }),
    serviceTime: mergeHistograms(windows.map((window) => window.serviceTime)),
    connectTime: mergeHistograms(windows.map((window) => window.connectTime)),
    series: {
      intervalMs: seriesIntervalMs,
      succeeded: addArrays(windows.map((window) => window.series)),
      serviceMs: addArrays(windows.map((window) => window.seriesServiceMs)).map(
        (ms) => Math.round(ms * 100) / 100,
      ),
      times: mergeSeconds(windows.map((window) => window.seconds)),
    },
    inFlightSeconds: total(windows, (window) => window.inFlightMs) / 1000,
    carriedSeconds: total(windows, (window) => window.carriedMs) / 1000,
    downSeconds: total(windows, (window) => window.downMs) / 1000,
    unansweredConnections: total(reports, (report) => report.unansweredConnections),
  };
}

function addAcknowledged(parts: readonly Acknowledged[]): Acknowledged {
  // Threads write to the same rows, and which of them was last is not known: all that may be.
  const updates = Map.groupBy(
    parts.flatMap((part) => part.updates ?? []),
    ({ request }) => request,
  );
  return {
    succeeded: total(parts, (part) => part.succeeded),
    byRequest: addArrays(parts.map((part) => part.byRequest ?? [])),
    unknown: total(parts, (part) => part.unknown),
    updates: [...updates].map(([request, each]) => ({
      request,
      numbers: each.flatMap(({ numbers }) => numbers),
    })),
  };
}

function combineAskedAnew(windows: readonly WindowReport[]): Pick<ClosedLoad, "askedAnew"> {
  const parts = windows.flatMap((window) => window.askedAnew ?? []);
  if (parts.length === 0) return {};
  return {
    askedAnew: {
      requests: total(parts, (part) => part.requests),
      fewestAnswers: Math.min(...parts.map((part) => part.fewestAnswers)),
      mostAnswers: Math.max(...parts.map((part) => part.mostAnswers)),
    },
  };
}

function combineParts(windows: readonly WindowReport[]): Pick<ClosedLoad, "parts"> {
  const threads = windows.flatMap((window) => (window.parts ? [window.parts] : []));
  if (!threads[0]) return {};
  return {
    parts: threads[0].map((_, index) => combinePart(threads.map((parts) => parts[index]!))),
  };
}

function combinePart(same: readonly LoadPart[]): LoadPart {
  const latencies = same.flatMap(({ latency }) => latency ?? []);
  return {
    succeeded: total(same, (part) => part.succeeded),
    errors: addRecords<LoadErrorKind>(same.map((part) => part.errors)),
    unfinished: total(same, (part) => part.unfinished),
    serviceTime: mergeHistograms(same.map((part) => part.serviceTime)),
    ...(latencies.length > 0 && { latency: mergeHistograms(latencies) }),
  };
}

function combineArrivals(windows: readonly WindowReport[]): Pick<OpenLoad, "latency" | "sendLag"> {
  const parts = windows.flatMap((window) => window.arrivals ?? []);
  return {
    latency: mergeHistograms(parts.map((part) => part.latency)),
    sendLag: mergeHistograms(parts.map((part) => part.sendLag)),
  };
}

function combineSchedules(schedules: readonly ScheduleFigures[]): ScheduleFigures | undefined {
  if (!schedules[0]) return undefined;
  return {
    arrivals: total(schedules, (schedule) => schedule.arrivals),
    seconds: schedules[0].seconds,
    arrivalsInAll: total(schedules, (schedule) => schedule.arrivalsInAll),
    queueDepthMean: total(schedules, (schedule) => schedule.queueDepthMean),
    queueDepthMax: total(schedules, (schedule) => schedule.queueDepthMax),
    unsent: total(schedules, (schedule) => schedule.unsent),
    spinning: schedules[0].spinning,
  };
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function addArrays(arrays: readonly number[][]): number[] {
  const longest = Math.max(...arrays.map((array) => array.length));
  return Array.from({ length: longest }, (_, i) =>
    arrays.reduce((sum, array) => sum + (array[i] ?? 0), 0),
  );
}

function addRecords<Key extends string>(
  records: readonly Partial<Record<Key, number>>[],
): Partial<Record<Key, number>> & Record<Key, number> {
  const sum: Record<string, number> = {};
  for (const record of records) {
    for (const [key, count] of Object.entries<number | undefined>(record)) {
      sum[key] = (sum[key] ?? 0) + (count ?? 0);
    }
  }
  return sum as Partial<Record<Key, number>> & Record<Key, number>;
}

/** A thread that had no answer in the last seconds tells of fewer. */
function mergeSeconds(threads: readonly HistogramData[][]): HistogramData[] {
  const most = Math.max(...threads.map((seconds) => seconds.length));
  return Array.from({ length: most }, (_, second) =>
    mergeHistograms(threads.flatMap((seconds) => seconds[second] ?? [])),
  );
}

function mergeHistograms(parts: readonly HistogramData[]): HistogramData {
  const merged = new Histogram(parts[0]?.precisionBits);
  for (const part of parts) merged.merge(Histogram.fromData(part));
  return merged.toData();
}
