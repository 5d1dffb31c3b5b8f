import {
  mergeCauses,
  type Acknowledged,
  type HistogramData,
  type LoadErrorKind,
  type LoadPart,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import type { AgentReport, AgentResult } from "./protocol.ts";

type Closed = Extract<AgentResult, { kind: "closed" }>;
type Open = Extract<AgentResult, { kind: "open" }>;

/**
 * One report of several about the same window, of threads or of load nodes: what was counted is added up, histograms bucket by bucket; of
 * what is no count the most. All are of one kind of loop.
 */
export function mergeReports(reports: readonly AgentReport[]): AgentReport {
  const loads = reports.map(({ load }) => load);
  const open = loads.filter((load) => load.kind === "open");
  return {
    load:
      open.length > 0
        ? { kind: "open", ...merged(open), ...busiest(open), ...mergeArrivals(open) }
        : { kind: "closed", ...merged(loads), busiestThreadCpuShare: 0, ...busiest(loads) },
    acknowledged: addAcknowledged(reports.map((report) => report.acknowledged)),
    answers: reports.flatMap((report) => report.answers),
  };
}

/** What both kinds of loop tell. */
function merged(loads: readonly AgentResult[]) {
  const received = total(loads, (load) => load.receivedBytes ?? 0);
  const { intervalMs } = loads[0]!.series;
  return {
    threads: total(loads, (load) => load.threads),
    // All begin together; a bounded window ends with the last of them.
    seconds: most(loads, (load) => load.seconds),
    sent: total(loads, (load) => load.sent),
    succeeded: total(loads, (load) => load.succeeded),
    errors: addRecords<LoadErrorKind>(loads.map((load) => load.errors)),
    causes: mergeCauses(loads.map((load) => load.causes)),
    ...mergeAskedAnew(loads),
    ...addOptional(loads, "requestsWanted"),
    ...addOptional(loads, "downSeconds"),
    unfinished: total(loads, (load) => load.unfinished),
    succeededByRequest: addArrays(loads.map((load) => load.succeededByRequest)),
    ...mergeParts(loads),
    statuses: addRecords(loads.map((load) => load.statuses)),
    ...(received > 0 && { receivedBytes: received }),
    serviceTime: mergeHistograms(loads.map((load) => load.serviceTime)),
    connectTime: mergeHistograms(loads.map((load) => load.connectTime)),
    series: {
      intervalMs,
      succeeded: addArrays(loads.map((load) => load.series.succeeded)),
      serviceMs: addArrays(loads.map((load) => load.series.serviceMs ?? [])).map(
        (ms) => Math.round(ms * 100) / 100,
      ),
      times: mergeSeconds(loads.map((load) => load.series.times ?? [])),
    },
    inFlightSeconds: total(loads, (load) => load.inFlightSeconds),
    carriedSeconds: total(loads, (load) => load.carriedSeconds),
    unansweredConnections: total(loads, (load) => load.unansweredConnections),
    cpuSeconds: {
      user: total(loads, (load) => load.cpuSeconds.user),
      system: total(loads, (load) => load.cpuSeconds.system),
    },
  };
}

/** Absent where nobody tells it. */
function addOptional<Key extends "requestsWanted" | "downSeconds">(
  loads: readonly AgentResult[],
  key: Key,
): Partial<Record<Key, number>> {
  const told = loads.flatMap((load) => load[key] ?? []);
  if (told.length === 0) return {};
  return { [key]: total(told, (count) => count) } as Record<Key, number>;
}

/** Absent where threads spin. */
function busiest(loads: readonly AgentResult[]): { busiestThreadCpuShare?: number } {
  const shares = loads.flatMap((load) => load.busiestThreadCpuShare ?? []);
  return shares.length === 0 ? {} : { busiestThreadCpuShare: Math.max(...shares) };
}

function addAcknowledged(parts: readonly Acknowledged[]): Acknowledged {
  // All write to the same rows, and which of them was last is not known: all that may be.
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

function mergeAskedAnew(loads: readonly AgentResult[]): Pick<Closed, "askedAnew"> {
  const parts = loads.flatMap((load) => load.askedAnew ?? []);
  if (parts.length === 0) return {};
  return {
    askedAnew: {
      requests: total(parts, (part) => part.requests),
      fewestAnswers: Math.min(...parts.map((part) => part.fewestAnswers)),
      mostAnswers: most(parts, (part) => part.mostAnswers),
    },
  };
}

function mergeParts(loads: readonly AgentResult[]): Pick<Closed, "parts"> {
  const each = loads.flatMap((load) => (load.parts ? [load.parts] : []));
  if (!each[0]) return {};
  return {
    parts: each[0].map((_, index) => mergePart(each.map((parts) => parts[index]!))),
  };
}

function mergePart(same: readonly LoadPart[]): LoadPart {
  const latencies = same.flatMap(({ latency }) => latency ?? []);
  return {
    succeeded: total(same, (part) => part.succeeded),
    errors: addRecords<LoadErrorKind>(same.map((part) => part.errors)),
    unfinished: total(same, (part) => part.unfinished),
    serviceTime: mergeHistograms(same.map((part) => part.serviceTime)),
    ...(latencies.length > 0 && { latency: mergeHistograms(latencies) }),
  };
}

function mergeArrivals(loads: readonly Open[]): Pick<Open, "latency" | "sendLag" | "schedule"> {
  const schedules = loads.map(({ schedule }) => schedule);
  return {
    latency: mergeHistograms(loads.map(({ latency }) => latency)),
    sendLag: mergeHistograms(loads.map(({ sendLag }) => sendLag)),
    schedule: {
      arrivals: total(schedules, (schedule) => schedule.arrivals),
      seconds: schedules[0]!.seconds,
      arrivalsInAll: total(schedules, (schedule) => schedule.arrivalsInAll),
      queueDepthMean: total(schedules, (schedule) => schedule.queueDepthMean),
      queueDepthMax: total(schedules, (schedule) => schedule.queueDepthMax),
      unsent: total(schedules, (schedule) => schedule.unsent),
      spinning: schedules[0]!.spinning,
    },
  };
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}

function most<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return Math.max(...items.map(of));
}

/** Of the length of the longest. */
function addArrays(arrays: readonly number[][]): number[] {
  const longest = Math.max(...arrays.map((array) => array.length));
  return Array.from({ length: longest }, (_, i) => total(arrays, (array) => array[i] ?? 0));
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

/** Who had no answer in the last seconds tells of fewer. */
function mergeSeconds(each: readonly HistogramData[][]): HistogramData[] {
  const longest = most(each, (seconds) => seconds.length);
  return Array.from({ length: longest }, (_, second) =>
    mergeHistograms(each.flatMap((seconds) => seconds[second] ?? [])),
  );
}

function mergeHistograms(parts: readonly HistogramData[]): HistogramData {
  const merged = new Histogram(parts[0]?.precisionBits);
  for (const part of parts) merged.merge(Histogram.fromData(part));
  return merged.toData();
}
