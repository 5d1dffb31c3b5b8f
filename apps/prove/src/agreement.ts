import {
  throughputByRound,
  type Workload,
  type LoadLevel,
  type RunRecord,
} from "@stackbench/model";
import { summarise, type Row } from "@stackbench/report";
import {
  compareArms,
  kendallTauOfIntervals,
  type ArmComparison,
  type IntervalTau,
  type PairFigure,
  type PlaceInterval,
} from "@stackbench/statistics";
import { byRound, condense } from "./trial.ts";

/** A run's table, as far as another run can repeat it. */
export interface CondensedTable {
  runId: string;
  groups: CondensedGroup[];
}

interface CondensedGroup {
  workload: Workload;
  level: LoadLevel;
  rows: CondensedRow[];
}

export interface CondensedRow {
  key: string;
  status: Row["status"];
  rank: PlaceInterval | null;
  /** Requests/s by round, of valid windows. */
  throughput: Record<string, number>;
}

export function condenseTable(record: RunRecord): CondensedTable {
  const [generator] = record.plan.experiment.generators;
  return {
    runId: record.runId,
    groups: summarise(record).groups.map(({ workload, level, rows }) => {
      const cases = new Set(rows.map(({ caseId }) => caseId));
      const windows = record.windows.filter(({ planned }) => cases.has(planned.caseId));
      const figures = condense(throughputByRound(windows, generator!));
      return {
        workload,
        level,
        rows: rows
          .filter(({ checks }) => checks === null)
          .map(({ key, status, rank }) => ({ key, status, rank, throughput: figures[key] ?? {} })),
      };
    }),
  };
}

/**
 * How often the estimate of one of two independent runs lies inside the other's 95 % interval, where both are as
 * precise: 2 Φ(1.96 / √2) - 1. Less than 95 %, for both estimates scatter.
 * Source: G. Cumming and R. Maillardet, "Confidence intervals and replication: where will the next mean fall?",
 * Psychological Methods 11 (2006) 217-227.
 */
export const promisedCapture = 0.834;

export interface GroupAgreement {
  workload: Workload;
  level: LoadLevel;
  ranked: number;
  tau: IntervalTau;
  /**
   * A pair of rows and whether its ratio in each run lies inside the other's interval: 0, 0.5 (one does) or 1. All
   * pairs, not each row against the anchor alone, whose own error would be in every one of them.
   */
  captures: PairFigure[];
  /** Pairs whose verdict is "faster" in one run and "slower" in the other. */
  contradictions: string[];
}

/** Compares the groups that both tables have, by the rows that both rank. */
export function compareTables(first: CondensedTable, second: CondensedTable): GroupAgreement[] {
  return first.groups.flatMap((group) => {
    const other = second.groups.find(
      ({ workload, level }) =>
        workload === group.workload && JSON.stringify(level) === JSON.stringify(group.level),
    );
    if (!other) return [];
    const places = placesOf(group);
    const others = placesOf(other);
    const keys = [...places.keys()].filter((key) => others.has(key));
    const { workload, level } = group;
    const name = `${workload} ${JSON.stringify(level)}`;
    const pairs = pairsOf(comparisonsOf(group, keys), comparisonsOf(other, keys));
    return [
      {
        workload,
        level,
        ranked: keys.length,
        tau: kendallTauOfIntervals(places, others),
        captures: pairs.map(([one, two]) => ({
          one: `${name} ${one.a}`,
          other: `${name} ${one.b}`,
          value: (Number(isInside(one, two)) + Number(isInside(two, one))) / 2,
        })),
        contradictions: pairs
          .filter(([{ verdict: one }, { verdict: two }]) =>
            ["faster slower", "slower faster"].includes(`${one} ${two}`),
          )
          .map(([{ a, b }]) => `${a} to ${b}`),
      },
    ];
  });
}

/** The same pairs of two runs; those that too few rounds bound in either are left out. */
function pairsOf(
  first: readonly ArmComparison[],
  second: readonly ArmComparison[],
): (readonly [ArmComparison, ArmComparison])[] {
  return first.flatMap((one) => {
    const two = second.find(({ a, b }) => a === one.a && b === one.b);
    return two && one.high < Infinity && two.high < Infinity ? [[one, two] as const] : [];
  });
}

function isInside({ ratio }: ArmComparison, { low, high }: ArmComparison): boolean {
  return ratio >= low && ratio <= high;
}

function comparisonsOf({ rows }: CondensedGroup, keys: readonly string[]): ArmComparison[] {
  const figures = new Map(rows.map(({ key, throughput }) => [key, throughput]));
  return compareArms(byRound(Object.fromEntries(keys.map((key) => [key, figures.get(key)!]))));
}

function placesOf({ rows }: CondensedGroup): Map<string, PlaceInterval> {
  return new Map(rows.flatMap(({ key, rank }) => (rank === null ? [] : [[key, rank] as const])));
}
