import type { HistogramData } from "@stackbench/model";
import { Histogram, seededRandom } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { combineReports } from "./agent/combine-reports.ts";
import { Tally } from "./agent/tally.ts";
import { mergeReports } from "./merge-reports.ts";
import type { AgentReport } from "./protocol.ts";

const windowMs = 2000;

/** Answers of times that vary by five orders of magnitude, to two kinds of request, by a clock that is known. */
function reportOf(seed: number, isOpen = false): AgentReport {
  const random = seededRandom(seed);
  const tally = new Tally(2, 0, isOpen, [0, 1]);
  tally.mark(0, windowMs);
  for (let atMs = 1; atMs < windowMs; atMs += 1 + random()) {
    const ms = Math.exp(12 * random() - 6);
    const lateMs = random();
    const ended = { sentMs: atMs, intendedMs: atMs - lateMs };
    const request = random() < 0.3 ? 1 : 0;
    tally.send(atMs, ended.intendedMs, ended.intendedMs, ms / 2);
    tally.end(atMs + ms, atMs);
    tally.succeed(atMs + ms, ended, request, 200 + request);
  }
  const figures = { cpuMs: 300 * seed, wallMs: windowMs, unansweredConnections: seed };
  const schedule = {
    arrivals: 10 * seed,
    seconds: windowMs / 1000,
    arrivalsInAll: 11 * seed,
    queueDepthMean: 0.5,
    queueDepthMax: 2,
    unsent: 1,
    spinning: false,
  };
  const thread = tally.report({ ...figures, schedule: isOpen ? schedule : undefined });
  return combineReports([thread], { user: seed, system: seed / 2 });
}

/** As it comes over the wire, and lies in a journal. */
function overTheWire(report: AgentReport): AgentReport {
  return JSON.parse(JSON.stringify(report)) as AgentReport;
}

/** By index: the sum of what each has, written without what is tested. */
function sumOf(parts: readonly HistogramData[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [index, count] of parts.flatMap(({ buckets }) => buckets)) {
    sum[index] = (sum[index] ?? 0) + count;
  }
  return sum;
}

test.each([false, true])(
  "what two nodes saw is their sum, bucket by bucket, also once it was written down (open loop: %s)",
  (isOpen) => {
    const reports = [reportOf(1, isOpen), reportOf(2, isOpen)].map(overTheWire);
    const [one, two] = reports.map(({ load }) => load);
    const { load } = overTheWire(mergeReports(reports));
    const histograms = (of: typeof load) => [
      of.serviceTime,
      of.connectTime,
      ...of.parts!.map(({ serviceTime }) => serviceTime),
      ...of.series.times!,
      ...(of.kind === "open" ? [of.latency, of.sendLag] : []),
    ];
    for (const [index, whole] of histograms(load).entries()) {
      const parts = [histograms(one!)[index]!, histograms(two!)[index]!];
      expect(Object.fromEntries(whole.buckets)).toEqual(sumOf(parts));
      expect(whole.count).toBe(parts[0]!.count + parts[1]!.count);
      expect(whole.sum).toBe(parts[0]!.sum + parts[1]!.sum);
      expect(whole.min).toBe(Math.min(parts[0]!.min, parts[1]!.min));
      expect(whole.max).toBe(Math.max(parts[0]!.max, parts[1]!.max));
      expect(Histogram.fromData(whole).toData()).toEqual(whole);
    }
    expect(load.serviceTime.count).toBeGreaterThan(2000);
    expect(load).toMatchObject({
      kind: isOpen ? "open" : "closed",
      threads: 2,
      seconds: windowMs / 1000,
      sent: one!.sent + two!.sent,
      succeeded: one!.succeeded + two!.succeeded,
      unfinished: one!.unfinished + two!.unfinished,
      unansweredConnections: 3,
      cpuSeconds: { user: 3, system: 1.5 },
      // The fuller of the two: an idle one beside it must not hide it.
      busiestThreadCpuShare: 0.3,
    });
    const served = (of: typeof load) => of.series.succeeded.reduce((sum, count) => sum + count, 0);
    expect(served(load)).toBe(served(one!) + served(two!));
    if (load.kind === "open") expect(load.schedule).toMatchObject({ arrivals: 30, unsent: 2 });
  },
);
