import {
  failedRounds,
  isValid,
  type FailedRounds,
  throughputByRound,
  serverErrorsOf,
  throughputOf,
  type MeasuredWindow,
  type PlannedWindow,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import { hodgesLehmann, median } from "@stackbench/statistics";
import { comparisonRules } from "./comparison-rules.ts";
import { groupFigures, liveProcesses } from "./measure-processes.ts";
import {
  databaseCpuPerRequest,
  databaseMemoryBytes,
  serverCpuPerRequest,
  serverCpuShare,
  serverMemoryBytes,
} from "./measure-resources.ts";
import { mergeCautions } from "./merge-cautions.ts";
import { mergeHistograms } from "./merge-histograms.ts";
import { percentileMs, percentilesOf } from "./merge-latencies.ts";
import { intervalOf } from "./relate-arms.ts";
import { startSpreads } from "./start-spreads.ts";
import type { Row, RowCaution, RowStatus, Throughput } from "./table.ts";

/** A case as planned: its first window stands for all, they differ in round and seed only. */
export interface PlannedCase {
  variant: string;
  window: PlannedWindow;
  windowCount: number;
}

/** One row out of all windows of a case. What depends on other rows is settled among them later. */
export function summariseCase(
  { variant, window, windowCount }: PlannedCase,
  windows: readonly WindowRecord[],
  run: RunRecord,
): Row {
  const measured = windows.filter((record) => record.status === "measured");
  const valid = measured.filter(isValid);
  const failed = windows.length - measured.length;
  const rounds = failedRounds(windows);
  // A row of nothing but invalid windows shows them, and says so by its status.
  const shown = valid.length > 0 ? valid : measured;
  const isOpen = window.level.loop === "open";
  const info = run.variants.find(({ key }) => key === variant);
  const [firstGenerator = window.generator] = run.plan.experiment.generators;
  const [stack = variant, variantId = ""] = variant.split(":");
  return {
    caseId: window.caseId,
    key: variant,
    stack: info?.stack ?? stack,
    variant: info?.variant ?? variantId,
    workload: window.workload,
    level: window.level,
    generator: window.generator,
    checks: window.generator === firstGenerator ? null : firstGenerator,
    status: statusOf(measured.length, valid.length, rounds),
    rank: null,
    relative: null,
    cpuRelative: null,
    witnessesDisagree: null,
    windows: { planned: windowCount, measured: measured.length, valid: valid.length, failed },
    throughput: summariseThroughput(shown),
    spreads: startSpreads(shown),
    withinSpeeds: null,
    serviceTime: percentilesOf(shown, "serviceTime"),
    latency: isOpen ? percentilesOf(shown, "latency") : null,
    sendLagP99Ms: isOpen ? percentileMs(mergeHistograms(shown, "sendLag"), 99) : null,
    queueDepthMax: highestOf(shown, ({ load }) =>
      load.kind === "open" ? load.schedule.queueDepthMax : null,
    ),
    receivedBytesPerSecond: medianOf(shown, ({ load }) =>
      load.kind === "totals" || load.receivedBytes === undefined
        ? null
        : load.receivedBytes / load.seconds,
    ),
    cpuUserMicros: medianOf(shown, (record) => serverCpuPerRequest(record)?.userMicros),
    cpuSystemMicros: medianOf(shown, (record) => serverCpuPerRequest(record)?.systemMicros),
    databaseCpuMicros: medianOf(shown, databaseCpuPerRequest),
    serverCpuShare: medianOf(shown, (record) => serverCpuShare(record, run.plan.experiment.cpus)),
    memoryBytes: highestOf(shown, serverMemoryBytes),
    databaseMemoryBytes: highestOf(shown, databaseMemoryBytes),
    liveProcesses: liveProcesses(shown),
    processGroups: groupFigures(shown),
    errorShare: errorShare(measured),
    cautions: [...mergeCautions(measured), ...lostRounds(rounds, failed)],
    tuningDifference: null,
    failure: rounds.first ? { ...rounds.first.failure, round: rounds.first.round } : null,
    disagreement: null,
  };
}

function statusOf(measured: number, valid: number, { isTooMany }: FailedRounds): RowStatus {
  if (isTooMany) return "failed";
  if (measured === 0) return "pending";
  return valid > 0 ? "measured" : "invalid";
}

/** A row that is compared although rounds of it failed. */
function lostRounds(
  { held, failed, first, isTooMany }: FailedRounds,
  windows: number,
): RowCaution[] {
  if (first === undefined || isTooMany) return [];
  const { round, failure } = first;
  const which = failed === 1 ? `in round ${round}` : `the first in round ${round}`;
  const message = `${held - failed} of ${held} rounds, ${failed} failed, ${which} at ${failure.stage}: ${failure.message}`;
  return [{ kind: "failed-rounds", severity: "note", message, windows, invalidWindows: 0 }];
}

function summariseThroughput(windows: readonly MeasuredWindow[]): Throughput | null {
  const [first] = windows;
  if (!first) return null;
  // Windows of one sitting count as one; of invalid ones, or where nothing succeeded, each stands for itself.
  const byRound = throughputByRound(windows, first.planned.generator).get(first.variant);
  const values = byRound ? [...byRound.values()] : windows.map(({ load }) => throughputOf(load));
  const middle = median(values);
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const spread = values.length > 1 && middle > 0 ? (max - min) / 2 / middle : null;
  const rest = { median: middle, min, max, spread, rounds: values.length };
  if (!byRound) return { ...rest, estimate: middle, interval: null };
  const centre = hodgesLehmann(values.map(Math.log), comparisonRules.confidence);
  const interval = intervalOf({
    low: Math.exp(centre.low),
    high: Math.exp(centre.high),
    confidence: centre.confidence,
  });
  return { ...rest, estimate: interval ? Math.exp(centre.estimate) : middle, interval };
}

type Figure = (window: MeasuredWindow) => number | null | undefined;

function known(windows: readonly MeasuredWindow[], figure: Figure): number[] {
  return windows.map(figure).filter((value) => value !== null && value !== undefined);
}

function medianOf(windows: readonly MeasuredWindow[], figure: Figure): number | null {
  const values = known(windows, figure);
  return values.length === 0 ? null : median(values);
}

function highestOf(windows: readonly MeasuredWindow[], figure: Figure): number | null {
  const values = known(windows, figure);
  return values.length === 0 ? null : Math.max(...values);
}

function errorShare(windows: readonly MeasuredWindow[]): number | null {
  if (windows.length === 0) return null;
  const succeeded = windows.reduce((sum, { load }) => sum + load.succeeded, 0);
  const failed = windows.reduce((sum, { load }) => sum + serverErrorsOf(load), 0);
  return failed === 0 ? 0 : failed / (failed + succeeded);
}
