import {
  isValid,
  throughputOf,
  type Failure,
  type LoadResult,
  type MeasuredWindow,
  type Profile,
  type ProfiledWindow,
  type RunRecord,
} from "@stackbench/model";
import {
  libraryShares,
  sharesOf,
  sharesByName,
  type FunctionShares,
  type NamedShare,
  type Row,
  type Table,
} from "@stackbench/report";
import { mean } from "@stackbench/statistics";
import { estimateOf, estimateOfKnownRatios, type Estimate } from "../estimate.ts";

/** Shares of the time in which the app's threads were at work, 0 to 1, over rounds. */
export interface FunctionEstimate extends Pick<
  FunctionShares,
  "name" | "file" | "line" | "library"
> {
  self: Estimate;
  total: Estimate;
}

/** Where one variant's time goes under one load. */
export interface VariantProfile {
  row: Row;
  /** Of each round that has one, in the order of rounds. */
  profiles: readonly RoundProfile[];
  /** Every function, the hottest by itself first. */
  functions: FunctionEstimate[];
  /** What functions are part of, the hottest first. */
  libraries: { library: string; self: Estimate }[];
  /** Share of their time in which the threads that are seen waited; null where the profiler leaves that out. */
  idleShare: Estimate | null;
  /** Throughput with the profiler on ÷ that of the windows before it, round by round; null without a common round. */
  throughputRatio: Estimate | null;
  /** Rounds without a profile, and why the first has none. */
  lost: { rounds: number; first: { round: number; failure: Failure } | undefined };
}

/** What a profiler saw in one round. */
export interface RoundProfile {
  round: number;
  windowId: string;
  profile: Profile;
  /** By function; empty where nothing was at work. */
  shares: ReadonlyMap<string, FunctionShares>;
  /** The same by name and file. */
  named: ReadonlyMap<string, NamedShare>;
}

/** Every case of a run, in the order of the plan's variants. */
export function profilesOf(record: RunRecord, { rows }: Table): VariantProfile[] {
  const { variants } = record.plan.experiment;
  return rows
    .toSorted((a, b) => variants.indexOf(a.key) - variants.indexOf(b.key))
    .map((row) => profileOf(row, record));
}

type Shares = RoundProfile["shares"];

function profileOf(row: Row, record: RunRecord): VariantProfile {
  const own = record.windows.filter(({ planned }) => planned.caseId === row.caseId);
  const profiled = own.filter((window) => window.status === "profiled");
  const held = profiled.flatMap(heldOf).toSorted((a, b) => a.round - b.round);
  const byRound = held.map(({ shares }) => shares).filter(({ size }) => size > 0);
  const failed = profiled.flatMap(({ round, outcome }) =>
    outcome.kind === "failed" ? [{ round, failure: outcome.failure }] : [],
  );
  return {
    row,
    profiles: held,
    functions: estimateFunctions(byRound),
    libraries: estimateLibraries(byRound),
    idleShare: idleShareOf(held.map(({ profile }) => profile)),
    throughputRatio: ratioOf(
      held,
      own.filter((window) => window.status === "measured").filter(isValid),
    ),
    lost: { rounds: failed.length, first: failed[0] },
  };
}

interface Held extends RoundProfile {
  load: LoadResult;
}

function heldOf({ round, planned, outcome }: ProfiledWindow): Held[] {
  if (outcome.kind !== "held") return [];
  const { profile, load } = outcome;
  const shares = sharesOf(profile);
  const named = sharesByName(shares.values());
  return [{ round, windowId: planned.windowId, profile, shares, named, load }];
}

function estimateFunctions(byRound: readonly Shares[]): FunctionEstimate[] {
  const known = new Map(byRound.flatMap((shares) => [...shares]));
  return [...known]
    .map(([key, { name, file, line, library }]) => ({
      name,
      file,
      line,
      library,
      self: estimateOf(byRound.map((shares) => shares.get(key)?.self ?? 0)),
      total: estimateOf(byRound.map((shares) => shares.get(key)?.total ?? 0)),
    }))
    .toSorted((a, b) => b.self.estimate - a.self.estimate);
}

function estimateLibraries(byRound: readonly Shares[]): VariantProfile["libraries"] {
  const rounds = byRound.map(
    (shares) => new Map(libraryShares(shares.values()).map(({ library, self }) => [library, self])),
  );
  const names = new Set(rounds.flatMap((shares) => [...shares.keys()]));
  return [...names]
    .map((library) => ({
      library,
      self: estimateOf(rounds.map((shares) => shares.get(library) ?? 0)),
    }))
    .toSorted((a, b) => b.self.estimate - a.self.estimate);
}

function idleShareOf(profiles: readonly Profile[]): Estimate | null {
  const shares = profiles.flatMap(({ idleMicros, nodes }) => {
    const busy = nodes.reduce((sum, [, , self]) => sum + self, 0);
    return idleMicros === null || idleMicros + busy === 0 ? [] : [idleMicros / (idleMicros + busy)];
  });
  return shares.length === 0 ? null : estimateOf(shares);
}

function ratioOf(held: readonly Held[], measured: readonly MeasuredWindow[]): Estimate | null {
  const byRound = Map.groupBy(measured, ({ round }) => round);
  const ratios = held.flatMap(({ round, load }) => {
    const before = byRound.get(round)?.map((window) => Math.log(throughputOf(window.load))) ?? [];
    if (before.length === 0) return [];
    return [throughputOf(load) / Math.exp(mean(before))];
  });
  return estimateOfKnownRatios(ratios);
}
