import type { HistogramData, LoadErrorKind } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import type { AgentResult } from "../protocol.ts";
import { seriesIntervalMs, type ThreadReport } from "./tally.ts";

/** Makes one result of what the threads saw. `cpuSeconds` is the whole process's. */
export function combineReports(
  reports: readonly ThreadReport[],
  cpuSeconds: { user: number; system: number },
): AgentResult {
  const first = Math.min(...reports.map((report) => report.firstSendMs));
  const lastSend = Math.max(...reports.map((report) => report.lastSendMs));
  const lastEnd = Math.max(lastSend, ...reports.map((report) => report.lastEndMs));
  // Where no connection ever came about nothing was sent: the window then lasted as long as it was tried.
  const sent = Number.isFinite(first);
  const seconds = sent
    ? (lastEnd - first) / 1000
    : Math.max(...reports.map((r) => r.wallMs)) / 1000;
  return {
    threads: reports.length,
    seconds: Math.max(seconds, 1e-6),
    sent: total(reports, (report) => report.sent),
    succeeded: total(reports, (report) => report.succeeded),
    errors: addRecords<LoadErrorKind>(reports.map((report) => report.errors)),
    unfinished: total(reports, (report) => report.unfinished),
    succeededByRequest: addArrays(reports.map((report) => report.succeededByRequest)),
    statuses: addRecords(reports.map((report) => report.statuses)),
    serviceTime: mergeHistograms(reports.map((report) => report.serviceTime)),
    connectTime: mergeHistograms(reports.map((report) => report.connectTime)),
    series: {
      intervalMs: seriesIntervalMs,
      succeeded: addArrays(reports.map((report) => report.series)),
    },
    inFlightSeconds: total(reports, (report) => report.inFlightMs) / 1000,
    sendingSeconds: sent ? (lastSend - first) / 1000 : 0,
    // A thread that spins is always busy: its send lag tells whether it kept up.
    ...(!reports.some((report) => report.open?.schedule.spinning) && {
      busiestThreadCpuShare: Math.max(...reports.map((report) => report.cpuMs / report.wallMs)),
    }),
    cpuSeconds,
    ...combineOpen(reports.flatMap((report) => report.open ?? [])),
  };
}

function combineOpen(
  parts: readonly NonNullable<ThreadReport["open"]>[],
): Pick<AgentResult, "latency" | "sendLag" | "schedule"> {
  const schedules = parts.map((part) => part.schedule);
  if (!schedules[0]) return {};
  return {
    latency: mergeHistograms(parts.map((part) => part.latency)),
    sendLag: mergeHistograms(parts.map((part) => part.sendLag)),
    schedule: {
      arrivals: total(schedules, (schedule) => schedule.arrivals),
      seconds: schedules[0].seconds,
      queueDepthMean: total(schedules, (schedule) => schedule.queueDepthMean),
      queueDepthMax: total(schedules, (schedule) => schedule.queueDepthMax),
      unsent: total(schedules, (schedule) => schedule.unsent),
      spinning: schedules[0].spinning,
    },
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

function mergeHistograms(parts: readonly HistogramData[]): HistogramData {
  const merged = new Histogram(parts[0]?.precisionBits);
  for (const part of parts) merged.merge(Histogram.fromData(part));
  return merged.toData();
}
