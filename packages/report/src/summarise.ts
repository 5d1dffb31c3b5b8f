import {
  expectedSittings,
  throughputByRound,
  type PlannedSitting,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import type { Looks } from "@stackbench/statistics";
import { comparedFigureOf } from "./compare/figure.ts";
import { compareGenerators, type CheckedCase } from "./compare/generators.ts";
import { looksOf } from "./compare/looks.ts";
import { orderCases } from "./compare/order.ts";
import { compareRows } from "./compare/rows.ts";
import { compareTuning, usualLedger } from "./compare/tuning.ts";
import { twoSpeeds } from "./compare/two-speeds.ts";
import { unansweredRounds } from "./compare/unanswered-rounds.ts";
import { collectRemarks } from "./describe/remarks.ts";
import type { CaseFigures, Row } from "./row.ts";
import { summariseCase, type PlannedCase } from "./summarise/case.ts";
import { listInvalidWindows } from "./summarise/invalid-windows.ts";
import { countRounds, judgeRun } from "./summarise/rounds.ts";
import { tuningSummary } from "./summarise/tuning.ts";
import type { Group, Table } from "./table.ts";

/**
 * A run as a table: one row for every planned case, measured or not, grouped by workload and load level.
 * `looked`: of one that goes on, how many of its rounds are held: it is judged as its latest look judges it.
 */
export function summarise(recorded: RunRecord, looked?: number): Table {
  const run = withoutProfiled(recorded);
  const looks = looksOf(run, looked);
  const groups = groupRows(run, summariseCases(run, looked), looks);
  const rows = groups.flatMap((group) => group.rows);
  const { windows, sittings: _, ...head } = run;
  const failed = windows.filter((window) => window.status === "failed").length;
  return {
    run: head,
    windows: {
      planned: plannedSittings(run).reduce((sum, sitting) => sum + sitting.windows.length, 0),
      measured: windows.length - failed,
      failed,
    },
    longestWarmupSeconds: longestWarmup(windows),
    rounds: countRounds(run),
    cautions: judgeRun(run),
    invalidWindows: listInvalidWindows(windows),
    groups,
    rows,
    tuning: tuningSummary(usualLedger(run)),
    remarks: collectRemarks(rows),
  };
}

/** Windows with a profiler on count among no figures, and are no gap in them either. */
function withoutProfiled(run: RunRecord): RunRecord {
  const { plan } = run;
  if (plan.experiment.profiles === undefined) return run;
  const sittings = plan.sittings.map((sitting) => ({
    ...sitting,
    windows: sitting.windows.filter(({ profiled }) => profiled === undefined),
  }));
  const windows = run.windows.filter(({ planned }) => planned.profiled === undefined);
  return { ...run, plan: { ...plan, sittings }, windows };
}

/** The figures of every case, with its windows. */
function summariseCases(run: RunRecord, looked: number | undefined): CheckedCase[] {
  const windowsByCase = Map.groupBy(run.windows, (window) => window.planned.caseId);
  const tuningDifferences = compareTuning(run);
  return planCases(run, looked).map((planned) => {
    const windows = windowsByCase.get(planned.window.caseId) ?? [];
    const difference = tuningDifferences.get(planned.variant);
    return { figures: summariseCase(planned, windows, run, difference), windows };
  });
}

/** All that were to be held or were begun: spare ones only where the host made them needed. */
function plannedSittings(run: RunRecord): PlannedSitting[] {
  // Their levels stand in what was held alone.
  if (run.plan.experiment.search !== undefined) return expectedSittings(run);
  const expected = new Set(expectedSittings(run));
  const begun = new Set(run.windows.map(({ sittingId }) => sittingId));
  return run.plan.sittings.filter(
    (sitting) => expected.has(sitting) || begun.has(sitting.sittingId),
  );
}

/** Every case of the plan once, in the order of the variants. What a run that goes on has still to hold is missing in none. */
function planCases(run: RunRecord, looked: number | undefined): PlannedCase[] {
  const all = plannedSittings(run);
  const due = looked === undefined ? all : plannedSittings(stoppedAfter(run, looked));
  const counts = Map.groupBy(
    due.flatMap(({ windows }) => windows),
    ({ caseId }) => caseId,
  );
  const cases = new Map<string, PlannedCase>();
  for (const { variant, windows } of all) {
    for (const window of windows) {
      const windowCount = counts.get(window.caseId)?.length ?? 0;
      cases.set(window.caseId, { variant, window, windowCount });
    }
  }
  const { variants } = run.plan.experiment;
  return [...cases.values()].toSorted(
    (a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant),
  );
}

function stoppedAfter(run: RunRecord, round: number): RunRecord {
  return { ...run, stop: { reason: "rounds", round, message: "" } };
}

function groupRows(run: RunRecord, cases: readonly CheckedCase[], looks: Looks): Group[] {
  const { workloads, levels } = run.plan.experiment;
  return workloads
    .flatMap((workload) => levels.map((level) => ({ workload, level })))
    .flatMap(({ workload, level }) => {
      const members = cases.filter(
        ({ figures }) =>
          figures.workload === workload && JSON.stringify(figures.level) === JSON.stringify(level),
      );
      return members.length === 0 ? [] : [makeGroup(run, members, looks)];
    });
}

/** Rows out of cases of one workload at one load level. */
function makeGroup(run: RunRecord, cases: readonly CheckedCase[], looks: Looks): Group {
  const { experiment } = run.plan;
  const { workload, level } = cases[0]!.figures;
  const windows = cases.filter(isFirst).flatMap((one) => one.windows);
  const compared = comparedFigureOf(level, windows);
  const speeds =
    level.loop === "closed" ? throughputByRound(windows, experiment.generators[0]!) : new Map();
  const ordered = orderCases(cases, compared);
  const { anchor, standingOf } = compareRows(
    ordered.map(({ figures }) => figures),
    { windows, speeds, by: compared, experiment, looks },
  );
  const rows = ordered.map((one): Row => {
    const { figures } = one;
    const standing = standingOf(figures);
    if (isFirst(one)) {
      const cautions = [
        ...figures.cautions,
        ...unansweredRounds(one.windows, compared),
        ...twoSpeeds(figures, speeds),
      ];
      return { ...figures, ...standing, cautions };
    }
    const { disagreement, cautions } = compareGenerators(one, cases.find(isFirstOf(figures)));
    return { ...figures, ...standing, disagreement, cautions: [...figures.cautions, ...cautions] };
  });
  return { workload, level, compared, anchor, rows };
}

function isFirst({ figures }: CheckedCase): boolean {
  return figures.checks === null;
}

function isFirstOf(second: CaseFigures): (one: CheckedCase) => boolean {
  return (one) => isFirst(one) && one.figures.key === second.key;
}

function longestWarmup(windows: readonly WindowRecord[]): number {
  const held = windows.map((window) =>
    window.status === "measured" && window.load.kind !== "totals" ? window.load.warmUp.seconds : 0,
  );
  return held.reduce((a, b) => Math.max(a, b), 0);
}
