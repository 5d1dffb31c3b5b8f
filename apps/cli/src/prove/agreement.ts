import type { AskedWorkload, LoadLevel, RunRecord } from "@stackbench/model";
import { summarise, type Row } from "@stackbench/report";
import {
  kendallTauOfIntervals,
  type IntervalTau,
  type PlaceInterval,
} from "@stackbench/statistics";
import { shareOf, type Share } from "./share.ts";
import { round5 } from "./trial.ts";

/** A run's table, as far as another run can repeat it. */
export interface CondensedTable {
  runId: string;
  groups: CondensedGroup[];
}

interface CondensedGroup {
  workload: AskedWorkload;
  level: LoadLevel;
  rows: CondensedRow[];
}

export interface CondensedRow {
  key: string;
  status: Row["status"];
  rank: PlaceInterval | null;
  /** Throughput against the anchor's; null for the anchor and where nothing bounds it. */
  relative: { anchor: string; ratio: number; low: number; high: number; verdict: string } | null;
}

export function condenseTable(record: RunRecord): CondensedTable {
  return {
    runId: record.runId,
    groups: summarise(record).groups.map(({ workload, level, rows }) => ({
      workload,
      level,
      rows: rows
        .filter(({ checks }) => checks === null)
        .map(({ key, status, rank, relative }) => ({
          key,
          status,
          rank,
          relative: relative?.interval
            ? {
                anchor: relative.anchor,
                ratio: round5(relative.ratio),
                low: round5(relative.interval.low),
                high: round5(relative.interval.high),
                verdict: relative.verdict,
              }
            : null,
        })),
    })),
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
  workload: AskedWorkload;
  level: LoadLevel;
  ranked: number;
  tau: IntervalTau;
  /** Estimates of the second run inside the interval of the first, and the other way round. */
  secondInFirst: Share;
  firstInSecond: Share;
  /** Rows whose verdict is "faster" in one run and "slower" in the other. */
  contradictions: string[];
}

/** Compares the groups that both tables have. */
export function compareTables(first: CondensedTable, second: CondensedTable): GroupAgreement[] {
  return first.groups.flatMap((group) => {
    const other = second.groups.find(
      ({ workload, level }) =>
        workload === group.workload && JSON.stringify(level) === JSON.stringify(group.level),
    );
    if (!other) return [];
    const pairs = group.rows.flatMap((row) => {
      const again = other.rows.find(({ key }) => key === row.key);
      return row.relative && again?.relative && row.relative.anchor === again.relative.anchor
        ? [{ key: row.key, one: row.relative, two: again.relative }]
        : [];
    });
    const inside = (ratio: number, { low, high }: { low: number; high: number }) =>
      ratio >= low && ratio <= high;
    const places = placesOf(group);
    return [
      {
        workload: group.workload,
        level: group.level,
        ranked: places.size,
        tau: kendallTauOfIntervals(places, placesOf(other)),
        secondInFirst: shareOf(
          pairs.filter(({ one, two }) => inside(two.ratio, one)).length,
          pairs.length,
        ),
        firstInSecond: shareOf(
          pairs.filter(({ one, two }) => inside(one.ratio, two)).length,
          pairs.length,
        ),
        contradictions: pairs
          .filter(
            ({ one, two }) =>
              `${one.verdict} ${two.verdict}` === "faster slower" ||
              `${one.verdict} ${two.verdict}` === "slower faster",
          )
          .map(({ key }) => key),
      },
    ];
  });
}

function placesOf({ rows }: CondensedGroup): Map<string, PlaceInterval> {
  return new Map(rows.flatMap(({ key, rank }) => (rank === null ? [] : [[key, rank] as const])));
}
