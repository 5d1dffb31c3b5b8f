import { hodgesLehmann, median } from "@stackbench/statistics";
import type { ArmWindows, Block, BlockMode } from "./measure-block.ts";

/** A way to spend a budget on two arms. Kept up: brought up once, then windows in turn until the end. */
export interface Split {
  mode: BlockMode | "kept-up";
  warmupSeconds: number;
  windowSeconds: number;
  windowsPerSitting: number;
}

export interface WeighedSplit extends Split {
  /** Of both arms; of a pair that is kept up, one window each. */
  roundSeconds: number;
  /** That fit into the budget. */
  rounds: number;
  /** How far the 95 % interval of head ÷ base must reach to either side after the budget, as a share. */
  halfWidth: number;
  /** What a table would say of it. It is less where rounds share what they should not: one bring-up. */
  claimedHalfWidth: number;
}

export interface SplitData {
  /** Of one window as measured. */
  windowSeconds: number;
  blocks: readonly Block[];
  budgetSeconds: number;
}

const warmups = [0, 0.5, 1, 2, 4];
const lengths = [0.5, 1, 2, 4, 8];
const counts = [1, 2, 3, 4, 6, 8, 12, 16, 24];
/** Of 95 % under the normal law. */
const normalQuantile = 1.96;
/** Fewer rounds allow no interval at 95 %. */
const fewestRounds = 6;

/** Every split that the measured windows can tell about, the most certain first. */
export function weighSplits(data: SplitData): WeighedSplit[] {
  const { windowSeconds, blocks } = data;
  const measuredSeconds =
    windowSeconds * Math.min(...blocks.map(({ base }) => base.throughput.length));
  const splits = warmups
    .filter((warmup) => isMultiple(warmup, windowSeconds))
    .flatMap((warmupSeconds) => [
      // Two windows of one bring-up tell what its windows differ by.
      ...(warmupSeconds + 2 * windowSeconds <= measuredSeconds + 1e-9
        ? [{ mode: "kept-up" as const, warmupSeconds, windowSeconds, windowsPerSitting: 1 }]
        : []),
      ...(["apart", "together"] as const).flatMap((mode) =>
        lengths
          // In turn, a longer window is not the sum of short ones that alternated with the other arm's.
          .filter((length) =>
            mode === "apart" ? isMultiple(length, windowSeconds) : length === windowSeconds,
          )
          .flatMap((length) =>
            counts
              .filter((count) => warmupSeconds + length * count <= measuredSeconds + 1e-9)
              .map((windowsPerSitting) => ({
                mode,
                warmupSeconds,
                windowSeconds: length,
                windowsPerSitting,
              })),
          ),
      ),
    ]);
  return splits
    .flatMap((split) => weigh(split, data) ?? [])
    .toSorted((a, b) => a.halfWidth - b.halfWidth);
}

/** Undefined where the split was not measured often enough, or the budget allows no interval. */
function weigh(split: Split, data: SplitData): WeighedSplit | undefined {
  const blocks = blocksOf(split, data);
  if (blocks.length < fewestRounds) return undefined;
  const { roundSeconds, rounds } = roundsOf(split, data, blocks);
  if (rounds < fewestRounds) return undefined;
  if (split.mode === "kept-up") {
    const { between, within } = components(blocks.map((block) => pairRatios(block, split, data)));
    const reach = (variance: number) => Math.expm1(normalQuantile * Math.sqrt(variance));
    return {
      ...split,
      roundSeconds,
      rounds,
      halfWidth: reach(between + within / rounds),
      claimedHalfWidth: reach(within / rounds),
    };
  }
  const ratios = blocks.map((block) => sittingRatio(block, split, data));
  // Both arms are the same, so that a ratio is as likely as its inverse: twice the evidence, and its centre is known.
  const mirrored = ratios.flatMap((ratio) => [ratio, -ratio]);
  const { low, high } = hodgesLehmann(mirrored);
  // The width of an interval falls with the root of the rounds.
  const reach = ((high - low) / 2) * Math.sqrt(mirrored.length / rounds);
  const halfWidth = Math.expm1(reach);
  return { ...split, roundSeconds, rounds, halfWidth, claimedHalfWidth: halfWidth };
}

/** Variance of the logarithm of head ÷ base between bring-ups, and between windows of one (one-way analysis of variance). */
export function components(groups: readonly (readonly number[])[]): {
  between: number;
  within: number;
} {
  const size = Math.min(...groups.map((group) => group.length));
  const within = mean(groups.map(variance));
  const between = Math.max(0, variance(groups.map(mean)) - within / size);
  return { between, within };
}

/** Log of head ÷ base of one pair of sittings: windows are means of what was measured, a sitting their geometric mean. */
export function sittingRatio(block: Block, split: Split, data: SplitData): number {
  const logMean = (arm: ArmWindows) => {
    const first = Math.round(split.warmupSeconds / data.windowSeconds);
    const length = Math.round(split.windowSeconds / data.windowSeconds);
    return mean(
      Array.from({ length: split.windowsPerSitting }, (_, index) => {
        const from = first + index * length;
        return Math.log(mean(arm.throughput.slice(from, from + length)));
      }),
    );
  };
  return logMean(block.head) - logMean(block.base);
}

/** Log of head ÷ base of every pair of windows after the warm-up. */
export function pairRatios(
  { base, head }: Block,
  { warmupSeconds }: Split,
  data: SplitData,
): number[] {
  const first = Math.round(warmupSeconds / data.windowSeconds);
  return base.throughput
    .map((value, index) => Math.log(head.throughput[index]! / value))
    .slice(first);
}

export function blocksOf({ mode }: Split, { blocks }: SplitData): Block[] {
  const wanted = mode === "kept-up" ? "together" : mode;
  return blocks.filter((block) => block.mode === wanted);
}

function roundsOf(
  split: Split,
  { budgetSeconds }: SplitData,
  blocks: readonly Block[],
): { roundSeconds: number; rounds: number } {
  const arms = blocks.flatMap(({ base, head }) => [base, head]);
  const overhead = median(arms.map(({ overheadSeconds }) => overheadSeconds));
  const window = split.windowSeconds + median(arms.flatMap(({ gapSeconds }) => gapSeconds));
  const raising = 2 * (overhead + split.warmupSeconds);
  const loading = 2 * split.windowsPerSitting * window;
  return split.mode === "kept-up"
    ? { roundSeconds: loading, rounds: Math.floor((budgetSeconds - raising) / loading) }
    : {
        roundSeconds: raising + loading,
        rounds: Math.floor(budgetSeconds / (raising + loading)),
      };
}

function isMultiple(seconds: number, unit: number): boolean {
  return Math.abs(seconds / unit - Math.round(seconds / unit)) < 1e-9;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
