/** In any units, each axis in one. */
export interface CurvePoint {
  x: number;
  y: number;
}

export interface KneedleOptions {
  /** A concave curve has a knee, a convex one an elbow. */
  curve: "concave" | "convex";
  direction: "increasing" | "decreasing";
  /** How far the curve must flatten after a knee before it counts, in mean steps of x. */
  sensitivity?: number;
}

/**
 * The knees (or elbows) of a curve, in the order in which a walk from its steep end meets them: where more x stops
 * paying. A knee is a point furthest off the straight line between the curve's ends; it counts once the curve has come
 * back towards the line by `sensitivity` mean steps before the next one. The points are taken as they are, in any
 * order, evenly spaced or not; noisy curves should be smoothed before. Empty where the curve has no knee.
 * Throws RangeError with fewer than 3 points, equal x, or values that are not finite.
 * Source: V. Satopää, J. Albrecht, D. Irwin and B. Raghavan, "Finding a 'kneedle' in a haystack: detecting knee points
 * in system behavior", ICDCS Workshops 2011.
 */
export function kneedle(
  points: readonly CurvePoint[],
  { curve, direction, sensitivity = 1 }: KneedleOptions,
): CurvePoint[] {
  const sorted = points.toSorted((a, b) => a.x - b.x);
  checkCurve(sorted);
  if (sorted.every(({ y }) => y === sorted[0]!.y)) return [];
  // Every shape is mirrored into the concave, increasing one, which climbs from its left end.
  const mirrored = curve === "concave" ? direction === "decreasing" : direction === "increasing";
  const walk = mirrored ? sorted.toReversed() : sorted;
  const [xs, ys] = [unitRange(walk.map(({ x }) => x)), unitRange(walk.map(({ y }) => y))];
  const offLine = ys.map(
    (y, i) => (curve === "concave" ? y : 1 - y) - (mirrored ? 1 - xs[i]! : xs[i]!),
  );
  const step = sensitivity / (walk.length - 1);
  return peaksThatFall(offLine, step).map((index) => walk[index]!);
}

/** Indices of the local maxima from which the values fall by more than `drop` before they rise again. */
function peaksThatFall(values: readonly number[], drop: number): number[] {
  const found: number[] = [];
  let peak: number | undefined;
  let threshold = 0;
  for (let i = 1; i < values.length; i++) {
    const [before, here, after] = [values[i - 1]!, values[i]!, values[i + 1]];
    if (after !== undefined && here > before && here >= after) {
      peak = i;
      threshold = here - drop;
    } else if (peak !== undefined && after !== undefined && here < before && here <= after) {
      // A local minimum: from here on the threshold can only be met at 0.
      threshold = 0;
    }
    if (peak !== undefined && here < threshold) {
      found.push(peak);
      peak = undefined;
    }
  }
  return found;
}

function unitRange(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (value - least) / (most - least));
}

function checkCurve(sorted: readonly CurvePoint[]): void {
  if (sorted.length < 3) {
    throw new RangeError(`kneedle: expected at least 3 points, got ${sorted.length}`);
  }
  for (const [i, { x, y }] of sorted.entries()) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      throw new RangeError(`kneedle: expected finite points, got ${x}, ${y}`);
    }
    if (i > 0 && x === sorted[i - 1]!.x) {
      throw new RangeError(`kneedle: expected one point an x, got two at ${x}`);
    }
  }
}
