import type { RunRecord } from "@stackbench/model";
import type { NamedShare } from "@stackbench/report";
import { estimateOf, type Estimate } from "../estimate.ts";
import type { RoundProfile, VariantProfile } from "./profiles.ts";

/** Functions of one name and file in two variants: how far their share differs, over the rounds that both have. */
export interface Difference extends Omit<NamedShare, "self"> {
  share: Estimate;
  other: Estimate;
  /** `other` less `share`. */
  difference: Estimate;
}

/** Two variants under the same load, and where they differ. */
export interface ProfilePair {
  anchor: VariantProfile;
  other: VariantProfile;
  differences: readonly Difference[];
}

/** The anchor with each of the others, of one workload and level, where they have a round in common. */
export function pairsOf(record: RunRecord, profiles: readonly VariantProfile[]): ProfilePair[] {
  const { anchor } = record.plan.experiment;
  const loads = Map.groupBy(profiles, ({ row }) => JSON.stringify([row.workload, row.level]));
  return [...loads.values()].flatMap((own) => {
    const base = own.find(({ row }) => row.key === anchor);
    if (!base) return [];
    return own.flatMap((other) => {
      const rounds = other === base ? [] : commonRounds(base, other);
      return rounds.length === 0
        ? []
        : [{ anchor: base, other, differences: differencesIn(rounds) }];
    });
  });
}

/** The shares of both in one round. */
interface CommonRound {
  own: RoundProfile["named"];
  other: RoundProfile["named"];
}

function commonRounds(a: VariantProfile, b: VariantProfile): CommonRound[] {
  const others = new Map(b.profiles.map(({ round, named }) => [round, named]));
  return a.profiles.flatMap(({ round, named: own }) => {
    const other = others.get(round);
    return other && other.size > 0 && own.size > 0 ? [{ own, other }] : [];
  });
}

/**
 * The functions whose own shares differ, the most first: those at least `atLeast` apart whose interval excludes that they
 * are equal, or which have none.
 */
function differencesIn(rounds: readonly CommonRound[], atLeast = 0.005): Difference[] {
  const known = new Map(rounds.flatMap(({ own, other }) => [...own, ...other]));
  return [...known]
    .map(([key, { name, file, line, library }]) => {
      const shares = rounds.map(({ own }) => own.get(key)?.self ?? 0);
      const otherShares = rounds.map(({ other }) => other.get(key)?.self ?? 0);
      return {
        name,
        file,
        line,
        library,
        share: estimateOf(shares),
        other: estimateOf(otherShares),
        difference: estimateOf(otherShares.map((share, index) => share - shares[index]!)),
      };
    })
    .filter(({ difference: { estimate, interval } }) => {
      const isEqual = interval !== null && interval.low <= 0 && interval.high >= 0;
      return Math.abs(estimate) >= atLeast && !isEqual;
    })
    .toSorted((x, y) => Math.abs(y.difference.estimate) - Math.abs(x.difference.estimate));
}
