import { dot, leastSquares } from "./least-squares.ts";

/**
 * As `leastSquares`, with every element of x >= 0. Throws RangeError where there are fewer rows than columns.
 * Source: C. L. Lawson and R. J. Hanson, "Solving Least Squares Problems" (1974), chapter 23, algorithm NNLS.
 */
export function nonNegativeLeastSquares(
  matrix: readonly (readonly number[])[],
  target: readonly number[],
): number[] {
  const width = matrix[0]?.length ?? 0;
  if (matrix.length < width || width === 0) {
    throw new RangeError(
      `nonNegativeLeastSquares: expected at least ${Math.max(1, width)} rows, got ${matrix.length}`,
    );
  }
  const columns = Array.from({ length: width }, (_, j) => matrix.map((row) => row[j]!));
  const free = new Set<number>();
  let x = columns.map(() => 0);
  // Each free set is left for a strictly better one, so that 3 per column are plenty; rounding could go in circles.
  for (let step = 0; step < 3 * width; step++) {
    const rest = target.map((value, i) => value - dot(matrix[i]!, x));
    const gains = columns.map((column, j) =>
      // The cosine between column and rest: blind to the scale of either.
      free.has(j)
        ? -Infinity
        : dot(column, rest) / Math.sqrt(dot(column, column) * dot(target, target)),
    );
    const best = gains.indexOf(Math.max(...gains));
    if (!(gains[best]! > 1e-13)) break;
    free.add(best);
    x = solveWithin(free, x, matrix, target);
  }
  return x;
}

/** The solution on the free columns; those that would turn negative are held at 0 (taken out of `free`). */
function solveWithin(
  free: Set<number>,
  from: readonly number[],
  matrix: readonly (readonly number[])[],
  target: readonly number[],
): number[] {
  let x = [...from];
  for (;;) {
    const held = [...free].sort((a, b) => a - b);
    const solution = leastSquares(
      matrix.map((row) => held.map((j) => row[j]!)),
      target,
    );
    const wanted = x.map((_, j) => (free.has(j) ? solution[held.indexOf(j)]! : 0));
    const negative = held.filter((j) => wanted[j]! <= 0);
    if (negative.length === 0) return wanted;
    // As far towards the solution as all stay non-negative.
    const share = Math.min(...negative.map((j) => x[j]! / (x[j]! - wanted[j]!)));
    const moved = x.map((value, j) => value + share * (wanted[j]! - value));
    for (const j of held) {
      const stuck = wanted[j]! <= 0 && x[j]! / (x[j]! - wanted[j]!) <= share;
      if (stuck) {
        free.delete(j);
        moved[j] = 0;
      }
    }
    x = moved;
    if (free.size === 0) return x;
  }
}
