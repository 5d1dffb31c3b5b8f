import {
  failedRounds,
  figureByRound,
  isUnranked,
  telltalesByRound,
  type ComparedFigure,
  type GeneratorId,
  type LoadLevel,
  type WindowRecord,
  type Workload,
} from "@stackbench/model";
import { median, type Looks, type Verdict } from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import { comparedByRound, comparedFigureOf, isUnanswered } from "./figure.ts";
import { comparePairs, type Change, type Sides } from "./pairs.ts";
import { areDisturbedUnlike, type Disturbance } from "../summarise/disturbance.ts";
import { costPerRequest } from "../summarise/resources.ts";

/** One side of a case: the median over its rounds. */
export interface ComparedSide {
  median: number;
  rounds: number;
}

/**
 * `unranked`: a side's row may not be ranked (its generator was the limit, it lost too much), so that its figure tells nothing.
 * `cpu-contradicts`: CPU per request says the opposite. `cpu-unmoved`: it is a tie, though the figure is not.
 * `two-speeds`: both sides draw one of two speeds at each start, and were compared at the same one.
 * `between-runs`: it differs, but by less than runs of one truth may that were held at different times.
 * `disturbed`: something else used the machine's CPUs on one side more than on the other, at different times.
 * `tuning-differs`: one side ran under other kernel limits.
 * `base-missing`, `head-missing`: no valid window. `base-unanswered`, `head-unanswered`: in some round the percentile that
 * is compared was never answered. `base-failed`, `head-failed`: some window failed; `base-lost`, `head-lost`: in more rounds
 * than leave a figure that stands for the case.
 */
export type ComparedRemark =
  | "unranked"
  | "cpu-contradicts"
  | "cpu-unmoved"
  | "two-speeds"
  | "between-runs"
  | "disturbed"
  | "tuning-differs"
  | "base-missing"
  | "head-missing"
  | "base-unanswered"
  | "head-unanswered"
  | "base-failed"
  | "head-failed"
  | "base-lost"
  | "head-lost";

/** One case on both sides. */
export interface ComparedCase {
  /** `fastify:bare`, or what else tells it from the others of its group. */
  name: string;
  workload: Workload;
  /** The workload in words. */
  asked: string;
  level: LoadLevel;
  generator: GeneratorId;
  figure: ComparedFigure;
  /** Where it was held twice, the geometric mean of both in each round. */
  base: ComparedSide | null;
  head: ComparedSide | null;
  change: Change | null;
  /** CPU µs per successful request of app and proxy: the second witness. Here "faster" is less. */
  cpu: { base: ComparedSide; head: ComparedSide; change: Change } | null;
  /** What counts: that of `change`, and "unresolved" where the figure tells nothing. */
  verdict: Verdict;
  /** Of sides that were measured at different times. */
  disturbance?: { base: Disturbance; head: Disturbance };
  remarks: ComparedRemark[];
}

/** What is to be compared: windows of one case on either side. */
export interface CasePair extends Pick<
  ComparedCase,
  "name" | "workload" | "asked" | "level" | "generator" | "disturbance"
> {
  base: readonly WindowRecord[];
  head: readonly WindowRecord[];
  /** The base held a second time in each round: the head is compared with the mean of both. */
  baseAgain?: readonly WindowRecord[];
  /** Whether the sides ran under different kernel limits. */
  underOtherLimits?: boolean;
}

type ByRound = ReadonlyMap<number, number>;

/** Compares all cases as one family. `paired`: the looks of the run in which equal rounds of both sides were held side by side, else null. */
export function compareCases(pairs: readonly CasePair[], paired: Looks | null): ComparedCase[] {
  // Of one side's windows always the same map: pairs that share an arm are known by it.
  const read = onceFor((side: readonly WindowRecord[], figure: ComparedFigure, by: GeneratorId) =>
    onlyArm(comparedByRound(figure, side, by)),
  );
  const readCpu = onceFor((side: readonly WindowRecord[], _: ComparedFigure, by: GeneratorId) =>
    onlyArm(figureByRound(side, by, (window) => costPerRequest(window, []))),
  );
  const readTelltales = onceFor(
    (side: readonly WindowRecord[], _: ComparedFigure, by: GeneratorId) =>
      onlyArm(telltalesByRound(side, by)),
  );
  const sides = pairs.map((pair) => {
    // The same for all cases of a group: a table's column holds one figure.
    const group = pairs.filter((other) => isSameGroup(pair, other));
    const windows = group.flatMap(windowsOf);
    const figure = comparedFigureOf(pair.level, windows);
    const { base, baseAgain, head, generator } = pair;
    const sidesBy = (readSide: ReadSide): Sides => ({
      base: readSide(base, figure, generator),
      head: readSide(head, figure, generator),
      ...(baseAgain && { baseAgain: readSide(baseAgain, figure, generator) }),
    });
    const pool = JSON.stringify([pair.workload, pair.level]);
    const telltales = sidesBy(readTelltales);
    return { figure, pool, value: sidesBy(read), cpu: sidesBy(readCpu), telltales };
  });
  const changes = comparePairs(
    sides.map(({ value, figure, pool, telltales }) => ({
      ...value,
      pool,
      telltales,
      better: figure.kind === "throughput" ? "higher" : "lower",
    })),
    { paired },
  );
  const cpuChanges = comparePairs(
    sides.map(({ cpu, pool, telltales }) => ({ ...cpu, pool, telltales, better: "lower" })),
    // What a request costs depends on the machine's hour less than how many there were.
    { paired, calledBetweenRuns: comparisonRules.margin },
  );
  return pairs.map((pair, index) => {
    const { figure, value, cpu } = sides[index]!;
    const change = changes[index]!;
    const cpuChange = cpuChanges[index]!;
    return composeCase(pair, figure, { value, cpu, change, cpuChange });
  });
}

function windowsOf({ base, baseAgain = [], head }: CasePair): WindowRecord[] {
  return [...base, ...baseAgain, ...head];
}

/** The figure and the CPU per request of a case, by round, and how they changed. */
interface FoundCase {
  value: Sides;
  cpu: Sides;
  change: Change | null;
  cpuChange: Change | null;
}

function composeCase(
  pair: CasePair,
  figure: ComparedFigure,
  { value, cpu, change, cpuChange }: FoundCase,
): ComparedCase {
  const { name, workload, asked, level, generator, disturbance, underOtherLimits } = pair;
  const isDisturbed = disturbance && areDisturbedUnlike(disturbance.base, disturbance.head);
  const mayNotBeRanked = windowsOf(pair).some(isUnranked);
  const isLost = [pair.base, pair.baseAgain ?? [], pair.head].some(hasLostRounds);
  const tellsNothing = mayNotBeRanked || isDisturbed || isLost || underOtherLimits;
  const verdict = change === null || tellsNothing ? "unresolved" : change.verdict;
  return {
    name,
    workload,
    asked,
    level,
    generator,
    figure,
    base: summariseSide(wholeBase(value)),
    head: summariseSide(value.head),
    change,
    cpu: cpuChange && {
      base: summariseSide(wholeBase(cpu))!,
      head: summariseSide(cpu.head)!,
      change: cpuChange,
    },
    verdict,
    remarks: [
      ...(isDisturbed ? (["disturbed"] as const) : []),
      ...(mayNotBeRanked ? (["unranked"] as const) : []),
      ...(underOtherLimits ? (["tuning-differs"] as const) : []),
      ...(figure.kind === "throughput" ? witness(verdict, cpuChange) : []),
      ...(change?.heaps ? (["two-speeds"] as const) : []),
      ...(mayBeTheHour(change) && !isDisturbed ? (["between-runs"] as const) : []),
      ...gaps("base", pair.base, figure, value.base.size),
      ...gaps("head", pair.head, figure, value.head.size),
    ],
    ...(disturbance && { disturbance }),
  };
}

type ReadSide = (side: readonly WindowRecord[], figure: ComparedFigure, by: GeneratorId) => ByRound;

function onceFor(read: ReadSide): ReadSide {
  const known = new Map<readonly WindowRecord[], ByRound>();
  return (side, figure, by) => {
    const rounds = known.get(side) ?? read(side, figure, by);
    known.set(side, rounds);
    return rounds;
  };
}

/** Windows of one case are of one variant. */
function onlyArm(arms: ReadonlyMap<string, ByRound>): ByRound {
  const [only] = arms.values();
  return only ?? new Map();
}

function isSameGroup(a: CasePair, b: CasePair): boolean {
  return a.workload === b.workload && JSON.stringify(a.level) === JSON.stringify(b.level);
}

/** What the head is compared with, by round. */
export function wholeBase({ base, baseAgain }: Sides): ByRound {
  if (baseAgain === undefined) return base;
  return new Map(
    [...base].flatMap(([round, value]) => {
      const again = baseAgain.get(round);
      return again === undefined ? [] : [[round, Math.sqrt(value * again)]];
    }),
  );
}

function hasLostRounds(side: readonly WindowRecord[]): boolean {
  return failedRounds(side).isTooMany;
}

/** Null without a round. */
export function summariseSide(rounds: ByRound): ComparedSide | null {
  return rounds.size === 0 ? null : { median: median([...rounds.values()]), rounds: rounds.size };
}

/** Whether a change is proven that the machine may owe to the hour, not to what was compared. */
function mayBeTheHour(change: Change | null): boolean {
  if (change === null || change.commonRounds !== null) return false;
  const { margin, calledBetweenRuns, alpha } = comparisonRules;
  const distance = Math.abs(Math.log(change.ratio));
  const isBetween = Math.log1p(margin) < distance && distance <= Math.log1p(calledBetweenRuns);
  return isBetween && change.adjustedP < alpha;
}

/** What CPU per request says of a verdict on throughput; an open loop's latency owes it nothing. */
function witness(verdict: Verdict, cpu: Change | null): ComparedRemark[] {
  if (cpu === null || (verdict !== "faster" && verdict !== "slower")) return [];
  if (cpu.verdict === "tie") return ["cpu-unmoved"];
  return cpu.verdict === "unresolved" || cpu.verdict === verdict ? [] : ["cpu-contradicts"];
}

function gaps(
  side: "base" | "head",
  windows: readonly WindowRecord[],
  figure: ComparedFigure,
  comparedRounds: number,
): ComparedRemark[] {
  const failed = hasLostRounds(windows)
    ? [`${side}-lost` as const]
    : windows.some(({ status }) => status === "failed")
      ? [`${side}-failed` as const]
      : [];
  const unanswered = windows.some((window) => isUnanswered(figure, window));
  const missing = unanswered ? (`${side}-unanswered` as const) : (`${side}-missing` as const);
  return [...failed, ...(comparedRounds === 0 ? [missing] : [])];
}
