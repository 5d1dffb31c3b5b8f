import {
  failedRounds,
  isValid,
  partsOf,
  type FailedRounds,
  throughputByRound,
  serverErrorsOf,
  throughputOf,
  type MeasuredWindow,
  type PlannedWindow,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import { median } from "@stackbench/statistics";
import { groupFigures, liveProcesses } from "./processes.ts";
import {
  databaseCpuPerRequest,
  databaseMemoryBytes,
  serverCpuPerRequest,
  serverCpuShare,
  serverMemoryBytes,
} from "./resources.ts";
import { summariseBounded } from "./bounded.ts";
import { mergeCautions } from "./cautions.ts";
import { mergeHistograms } from "./histograms.ts";
import { percentileMs, percentilesOf } from "./latencies.ts";
import { notWarm } from "./not-warm.ts";
import { figuresByRound } from "./round-figures.ts";
import { rateCentre } from "./rate-centre.ts";
import { partFigures } from "./parts.ts";
import { judgeSlos } from "./slo.ts";
import { startSpreads } from "./start-spreads.ts";
import { windowsShown } from "./windows-shown.ts";
import type { CaseFigures, RowCaution, Throughput } from "../row.ts";

/** A case as planned: its first window stands for all, they differ in round and seed only. */
export interface PlannedCase {
  variant: string;
  window: PlannedWindow;
  windowCount: number;
}

/** What all windows of a case tell. `tuningDifference`: how its kernel limits differ from those of most. */
export function summariseCase(
  { variant, window, windowCount }: PlannedCase,
  windows: readonly WindowRecord[],
  run: RunRecord,
  tuningDifference: string | undefined,
): CaseFigures {
  const measured = windows.filter((record) => record.status === "measured");
  const started = windows.filter((record) => record.status === "started");
  const failed = windows.length - measured.length - started.length;
  // Those of starts have no load, and no figure of one.
  const held = [...measured, ...started];
  const rounds = failedRounds(windows);
  const shown = windowsShown(measured);
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
    status: statusOf(held.length, held.filter(isValid).length, rounds),
    windows: {
      planned: windowCount,
      measured: held.length,
      valid: held.filter(isValid).length,
      failed,
    },
    throughput: summariseThroughput(shown),
    spreads: startSpreads(shown),
    serviceTime: percentilesOf(shown, "serviceTime"),
    ...boundedOf(shown),
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
    cpuUserMicrosPerRequest: medianOf(shown, (record) => serverCpuPerRequest(record)?.userMicros),
    cpuSystemMicrosPerRequest: medianOf(
      shown,
      (record) => serverCpuPerRequest(record)?.systemMicros,
    ),
    databaseCpuMicrosPerRequest: medianOf(shown, databaseCpuPerRequest),
    serverCpuShare: medianOf(shown, (record) => serverCpuShare(record, run.plan.experiment.cpus)),
    memoryBytes: highestOf(shown, serverMemoryBytes),
    databaseMemoryBytes: highestOf(shown, databaseMemoryBytes),
    liveProcesses: liveProcesses(shown),
    processGroups: groupFigures(shown),
    errorShare: errorShare(measured),
    ...partsOfCase(window, shown, run),
    ...slosOf(window, windows, run),
    byRound: figuresByRound(shown),
    cautions: [
      ...mergeCautions(held),
      ...notWarm(shown, run.plan.experiment),
      ...lostRounds(rounds, failed),
    ],
    tuningDifference,
    failure: rounds.first && { ...rounds.first.failure, round: rounds.first.round },
  };
}

function boundedOf(windows: readonly MeasuredWindow[]): Pick<CaseFigures, "bounded"> {
  const bounded = summariseBounded(windows);
  return bounded === undefined ? {} : { bounded };
}

function partsOfCase(
  { workload }: PlannedWindow,
  windows: readonly MeasuredWindow[],
  { plan }: RunRecord,
): Pick<CaseFigures, "parts"> {
  const parts = partFigures(partsOf(plan.experiment, workload), windows);
  return parts === undefined ? {} : { parts };
}

function slosOf(
  window: PlannedWindow,
  windows: readonly WindowRecord[],
  { plan }: RunRecord,
): Pick<CaseFigures, "slo"> {
  const slo = judgeSlos(window, windows, plan.experiment);
  return slo === undefined ? {} : { slo };
}

function statusOf(
  measured: number,
  valid: number,
  { isTooMany }: FailedRounds,
): CaseFigures["status"] {
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
  const rest = { median: middle, min, max, rounds: values.length };
  if (!byRound) return { estimate: middle, interval: null, ...rest };
  return { ...rateCentre(values), ...rest };
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
