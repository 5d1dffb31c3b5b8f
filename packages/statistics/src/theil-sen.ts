import { fewestForRanks, hodgesLehmann } from "./hodges-lehmann.ts";
import { median } from "./median.ts";

export interface Point {
  x: number;
  y: number;
}

/** In units of y a unit of x. */
interface GrowthFit {
  slope: number;
  /** Null where there are too few units for one. */
  interval: { low: number; high: number; confidence: number } | null;
  /** What was taken for independent: whole series, or stretches of them. */
  units: "series" | "stretches";
  unitCount: number;
}

const fewestPoints = 4;
/** Two points at least make a level. */
const pointsPerStretch = 2;

/**
 * How fast series of one kind grow: the Theil-Sen slope, the median of the slopes of all pairs of points of which both
 * are in one series, so that where a series begins tells nothing. More than a quarter of the points may be anything.
 * Series of fewer than four points are left out; undefined where none is left. `points` with x in rising order.
 *
 * The interval is the exact signed-rank test's over units that are taken for independent, and for alike on both sides of
 * the slope. Six series or more: the slopes of each. Fewer: each is cut into equal stretches, seven increments or more
 * of all together, and the units are the increments from the median of one stretch to that of the next. Noise about a
 * straight line makes neighbouring increments differ in turn, and the interval wider than it had to be; of a series that
 * wanders (a random walk with a drift), whose neighbouring increments are alike a little, 92 of 100 hold the truth
 * (simulated in the test). It knows nothing of what steps more seldom than once a stretch, or comes back as slowly as
 * the series is long. Where the two ways disagree the slope is taken into the interval.
 * Sources: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968); the interval:
 * see `hodgesLehmann`.
 */
export function theilSen(
  series: readonly (readonly Point[])[],
  confidence = 0.95,
): GrowthFit | undefined {
  const known = series.filter((points) => points.length >= fewestPoints);
  const slope = median(known.flatMap(slopesOf));
  if (Number.isNaN(slope)) return undefined;
  const areSeries = known.length >= fewestForRanks;
  const units = areSeries
    ? known.map((points) => median(slopesOf(points)))
    : known.flatMap((points) => incrementsOf(points, Math.ceil(7 / known.length)));
  const finite = units.filter(Number.isFinite);
  const told = {
    slope,
    units: areSeries ? ("series" as const) : ("stretches" as const),
    unitCount: finite.length,
  };
  if (finite.length < fewestForRanks) return { ...told, interval: null };
  const { low, high, confidence: reached } = hodgesLehmann(finite, confidence);
  if (!Number.isFinite(low)) return { ...told, interval: null };
  return {
    ...told,
    interval: { low: Math.min(low, slope), high: Math.max(high, slope), confidence: reached },
  };
}

function slopesOf(points: readonly Point[]): number[] {
  return points.flatMap((from, index) =>
    points
      .slice(index + 1)
      .filter(({ x }) => x > from.x)
      .map((to) => (to.y - from.y) / (to.x - from.x)),
  );
}

/** From the median of each stretch to that of the next, a unit of x; none where the points do not suffice. */
function incrementsOf(points: readonly Point[], count: number): number[] {
  const stretches = count + 1;
  if (points.length < stretches * pointsPerStretch) return [];
  const levels = Array.from({ length: stretches }, (_, index) => {
    const [from, to] = [index, index + 1].map((at) => Math.round((at * points.length) / stretches));
    const part = points.slice(from, to);
    return { x: median(part.map(({ x }) => x)), y: median(part.map(({ y }) => y)) };
  });
  return levels.slice(1).map(({ x, y }, index) => (y - levels[index]!.y) / (x - levels[index]!.x));
}
