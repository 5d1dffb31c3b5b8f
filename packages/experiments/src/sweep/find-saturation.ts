import { fitUniversalScalability, kneedle, median } from "@stackbench/statistics";
import {
  estimateOf,
  estimateOfRatios,
  levelWithin,
  ratioOver,
  type Estimate,
} from "../estimate.ts";

/** Throughput at one number of connections, requests/s by round; all positive. */
export interface LevelThroughput {
  connections: number;
  byRound: ReadonlyMap<number, number>;
}

/** What a curve of throughput over connections tells. */
export interface Saturation {
  /** The fewest connections whose throughput lies within 5 % of the highest: more of them only wait. */
  levelsOffAt: number;
  /** False where the last level alone is so high: throughput may still grow beyond it. */
  hasLevelledOff: boolean;
  /** Throughput of the levels within 5 % of the highest, geometric mean of each round, requests/s. */
  asymptote: Estimate;
  /**
   * N*: how many connections the server can be busy with at once, the asymptote divided by the throughput of one
   * connection (of the least level). Source: P. J. Denning and J. P. Buzen, "The Operational Analysis of Queueing
   * Network Models", ACM Computing Surveys 10 (1978). Null where the least level shares no round with the level part.
   */
  saturatesAt: Estimate | null;
  /** By Kneedle, connections; null where the curve has none that is more than 5 % of its height. */
  knee: number | null;
  /** The Universal Scalability Law, fitted to each round; null where some round cannot be fitted. */
  scalability: Scalability | null;
}

interface Scalability {
  /** Throughput of one connection, requests/s. */
  lambda: Estimate;
  /** Contention. */
  sigma: Estimate;
  /** Coherency. */
  kappa: Estimate;
  /** Connections at which the law's throughput is highest; null where it only rises in half of the rounds. */
  peakAt: number | null;
  /** Share of the variance that the law explains, median of the rounds. */
  r2: number;
}

/** Throws RangeError with fewer than three levels, or a level without a round. */
export function findSaturation(levels: readonly LevelThroughput[]): Saturation {
  if (levels.length < 3 || levels.some(({ byRound }) => byRound.size === 0)) {
    throw new RangeError(
      `findSaturation: expected three levels or more, each with a round; got ${levels.map(({ byRound }) => byRound.size).join(", ")} rounds`,
    );
  }
  const sorted = levels.toSorted((a, b) => a.connections - b.connections);
  const middles = sorted.map(({ byRound }) => median([...byRound.values()]));
  const highest = Math.max(...middles);
  const level = sorted.filter((_, index) => middles[index]! >= (1 - levelWithin) * highest);
  const [least, last] = [sorted[0]!, sorted.at(-1)!];
  const asymptotes = asymptoteByRound(level);
  const perConnection = new Map(
    [...least.byRound].map(([round, alone]) => [round, alone / least.connections]),
  );
  const curve = sorted.map(({ connections }, index) => ({ x: connections, y: middles[index]! }));
  return {
    levelsOffAt: level[0]!.connections,
    hasLevelledOff: level[0] !== last,
    asymptote: estimateOfRatios([...asymptotes.values()]),
    saturatesAt: ratioOver(asymptotes, perConnection),
    knee: kneeOf(curve),
    scalability: fitRounds(sorted),
  };
}

/** The first knee that is more than noise: of a curve that rises, and bends away from the straight line. */
function kneeOf(curve: readonly { x: number; y: number }[]): number | null {
  const [first, last] = [curve[0]!, curve.at(-1)!];
  const ys = curve.map(({ y }) => y);
  const [lowest, highest] = [Math.min(...ys), Math.max(...ys)];
  if (highest - lowest < levelWithin * highest) return null;
  const slope = (last.y - first.y) / (last.x - first.x);
  const bends = ({ x, y }: { x: number; y: number }): boolean =>
    y - (first.y + slope * (x - first.x)) >= levelWithin * (highest - lowest);
  const knees = kneedle(curve, { curve: "concave", direction: "increasing" });
  return knees.find(bends)?.x ?? null;
}

/** Geometric mean of the level part, of each round that has any of it. */
function asymptoteByRound(level: readonly LevelThroughput[]): Map<number, number> {
  const rounds = new Set(level.flatMap(({ byRound }) => [...byRound.keys()]));
  return new Map(
    [...rounds].map((round) => {
      const known = level.flatMap(({ byRound }) => byRound.get(round) ?? []);
      return [
        round,
        Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length),
      ];
    }),
  );
}

function fitRounds(levels: readonly LevelThroughput[]): Scalability | null {
  const rounds = new Set(levels.flatMap(({ byRound }) => [...byRound.keys()]));
  const fits = [...rounds].flatMap((round) => {
    const points = levels.flatMap(({ connections, byRound }) => {
      const throughput = byRound.get(round);
      return throughput === undefined ? [] : [{ n: connections, throughput }];
    });
    return points.length < 3 ? [] : [fitUniversalScalability(points)];
  });
  const found = fits.filter((fit) => fit !== undefined);
  if (found.length === 0 || found.length < fits.length) return null;
  const peakAt = median(found.map(({ peakN }) => peakN));
  return {
    lambda: estimateOfRatios(found.map(({ lambda }) => lambda)),
    sigma: estimateOf(found.map(({ sigma }) => sigma)),
    kappa: estimateOf(found.map(({ kappa }) => kappa)),
    peakAt: Number.isFinite(peakAt) ? peakAt : null,
    r2: median(found.map(({ r2 }) => r2)),
  };
}
