import { UsageError } from "@stackbench/model";

/** A pass over a mix is no longer: the requests of a window are laid out beforehand. */
const mostInAPass = 10_000;

/**
 * Weights in the same proportions without a common divisor. Throws UsageError where a pass over all of them would be too
 * long. `where`: who said them.
 */
export function withoutDivisor(weights: readonly number[], where: string): number[] {
  const divisor = weights.reduce(commonDivisor);
  const reduced = weights.map((weight) => weight / divisor);
  const sum = reduced.reduce((total, weight) => total + weight, 0);
  if (sum > mostInAPass) {
    throw new UsageError(
      `${where}: expected weights that add up to ${mostInAPass} at most, got ${sum}: use smaller ones`,
    );
  }
  return reduced;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
