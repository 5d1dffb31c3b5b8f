import {
  expectedSittings,
  type PlannedSitting,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import { collectRemarks } from "./collect-remarks.ts";
import { compareGenerators } from "./compare-generators.ts";
import { comparedFigureOf } from "./compared-figure.ts";
import { compareRows } from "./compare-rows.ts";
import { compareTuning, usualLedger } from "./compare-tuning.ts";
import { tellTwoSpeeds } from "./find-two-speeds.ts";
import { countRounds, judgeRun } from "./judge-run.ts";
import { looksOf } from "./looks-of.ts";
import { listInvalidWindows } from "./list-invalid-windows.ts";
import { orderRows } from "./order-rows.ts";
import { relateWithinSpeeds } from "./relate-within-speeds.ts";
import { summariseCase, type PlannedCase } from "./summarise-case.ts";
import type { Group, Row, Table } from "./table.ts";
import { tuningSummary } from "./tuning-summary.ts";

/** A run as a table: one row for every planned case, measured or not, grouped by workload and load level. */
export function summarise(run: RunRecord): Table {
  const windowsByCase = Map.groupBy(run.windows, (window) => window.planned.caseId);
  const windowsOf = ({ caseId }: Row): WindowRecord[] => windowsByCase.get(caseId) ?? [];
  const tuningDifferences = compareTuning(run);
  const rows = planCases(run).map((planned) => ({
    ...summariseCase(planned, windowsByCase.get(planned.window.caseId) ?? [], run),
    tuningDifference: tuningDifferences.get(planned.variant) ?? null,
  }));
  const groups = groupRows(run, rows, windowsOf);
  const shown = groups.flatMap((group) => group.rows);
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
    rows: shown,
    tuning: tuningSummary(usualLedger(run)),
    remarks: collectRemarks(shown),
  };
}

/** All that were to be held or were begun: spare ones only where the host made them needed. */
function plannedSittings(run: RunRecord): PlannedSitting[] {
  const expected = new Set(expectedSittings(run));
  const begun = new Set(run.windows.map(({ sittingId }) => sittingId));
  return run.plan.sittings.filter(
    (sitting) => expected.has(sitting) || begun.has(sitting.sittingId),
  );
}

/** Every case of the plan once, in the order of the variants. */
function planCases(run: RunRecord): PlannedCase[] {
  const cases = new Map<string, PlannedCase>();
  for (const { variant, windows } of plannedSittings(run)) {
    for (const window of windows) {
      const windowCount = (cases.get(window.caseId)?.windowCount ?? 0) + 1;
      cases.set(window.caseId, { variant, window, windowCount });
    }
  }
  const { variants } = run.plan.experiment;
  return [...cases.values()].toSorted(
    (a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant),
  );
}

function groupRows(
  run: RunRecord,
  rows: readonly Row[],
  windowsOf: (row: Row) => readonly WindowRecord[],
): Group[] {
  const { experiment } = run.plan;
  const { workloads, levels } = experiment;
  return workloads
    .flatMap((workload) => levels.map((level) => ({ workload, level })))
    .map(({ workload, level }) => {
      const members = rows.filter(
        (row) => row.workload === workload && JSON.stringify(row.level) === JSON.stringify(level),
      );
      const checked = members.map((row) => {
        const first = members.find((other) => other.checks === null && other.key === row.key);
        return row.checks !== null && first ? compareGenerators(row, first, windowsOf) : row;
      });
      const windows = members.filter((row) => row.checks === null).flatMap(windowsOf);
      const compared = comparedFigureOf(level, windows);
      const ordered = orderRows(tellTwoSpeeds(checked, windows), compared);
      const settled = compareRows(ordered, windows, compared, experiment, looksOf(run));
      const related = relateWithinSpeeds(settled.rows, windows, settled.anchor);
      return { workload, level, compared, ...settled, rows: related };
    })
    .filter((group) => group.rows.length > 0);
}

function longestWarmup(windows: readonly WindowRecord[]): number {
  const held = windows.map((window) =>
    window.status === "measured" && window.load.kind !== "totals" ? window.load.warmUp.seconds : 0,
  );
  return held.reduce((a, b) => Math.max(a, b), 0);
}
