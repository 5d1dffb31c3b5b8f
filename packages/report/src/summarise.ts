import type { RunRecord, WindowRecord } from "@stackbench/model";
import { collectRemarks } from "./collect-remarks.ts";
import { compareGenerators } from "./compare-generators.ts";
import { compareTuning, usualLedger } from "./compare-tuning.ts";
import { rankRows } from "./rank-rows.ts";
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
      planned: run.plan.sittings.reduce((sum, sitting) => sum + sitting.windows.length, 0),
      measured: windows.length - failed,
      failed,
    },
    groups,
    rows: shown,
    tuning: tuningSummary(usualLedger(run)),
    remarks: collectRemarks(shown),
  };
}

/** Every case of the plan once, in the order of the variants. */
function planCases(run: RunRecord): PlannedCase[] {
  const cases = new Map<string, PlannedCase>();
  for (const { variant, windows } of run.plan.sittings) {
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
  const { workloads, levels } = run.plan.experiment;
  return workloads
    .flatMap((workload) => levels.map((level) => ({ workload, level })))
    .map(({ workload, level }) => {
      const members = rows.filter(
        (row) => row.workload === workload && JSON.stringify(row.level) === JSON.stringify(level),
      );
      const compared = members.map((row) => {
        const first = members.find(
          (other) =>
            other.checks === null && other.stack === row.stack && other.variant === row.variant,
        );
        return row.checks !== null && first ? compareGenerators(row, first, windowsOf) : row;
      });
      return { workload, level, rows: rankRows(compared) };
    })
    .filter((group) => group.rows.length > 0);
}
