import { mean } from "./mean.ts";
import { welchTest } from "./t-test.ts";

/** `ratio` is the last third's mean ÷ the middle third's; `p` of "both have one mean". */
export interface SteadyState {
  ratio: number;
  p: number;
  steady: boolean;
}

export interface SteadyStateOptions {
  /** Changes within ×(1 + margin) and ÷(1 + margin) count as steady, however sure. */
  margin?: number;
  /** Most chance of calling pure noise unsteady. */
  significance?: number;
}

/**
 * Whether a window had settled: the last third of its equal bins against the middle third (the first may still warm
 * up and is not looked at). Unsteady only where the means differ by more than `margin` and by more than the noise
 * inside the thirds explains (Welch's t-test). Only the shape counts: all bins times a constant give the same answer.
 * Undefined where a third holds fewer than 2 bins, or nothing was counted in the middle and last third.
 * Source of the test: see `welchTest`.
 */
export function steadyState(
  binCounts: readonly number[],
  { margin = 0.05, significance = 0.01 }: SteadyStateOptions = {},
): SteadyState | undefined {
  const third = Math.floor(binCounts.length / 3);
  if (third < 2) return undefined;
  const last = binCounts.slice(-third);
  const middle = binCounts.slice(-2 * third, -third);
  const ratio = mean(last) / mean(middle);
  if (Number.isNaN(ratio)) return undefined;
  const p = welchTest(last, middle);
  const beyond = ratio > 1 + margin || ratio < 1 / (1 + margin);
  return { ratio, p, steady: !(beyond && p < significance) };
}
