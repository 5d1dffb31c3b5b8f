import type { MeasuredWindow, MemorySeries } from "@stackbench/model";
import {
  fewestForRanks,
  hodgesLehmann,
  median,
  theilSen,
  type Point,
} from "@stackbench/statistics";

/** How fast something grows, in bytes a unit. */
export interface Growth {
  estimate: number;
  /** Null where there is too little for one. */
  interval: { low: number; high: number; confidence: number } | null;
  /**
   * What was taken for independent: rounds; or, within the run, the workers' lives (each in one window), or stretches
   * of them.
   */
  over: "rounds" | "workers" | "stretches";
  units: number;
}

/** How the memory of a worker grows. A worker is a process of the app that has no children. */
export interface WorkerGrowth {
  bytesPerSecond: Growth;
  /** Of requests that this worker answered, taken for its even share; null where the generator does not tell when answers came. */
  bytesPer1000Requests: Growth | null;
  /** Workers' lives that it comes from, one that goes on in another window counted again. */
  lives: number;
}

/** A worker that has just begun still loads the app: that is no growth. */
const startUpSeconds = 2;

/** `workers`: over all replicas. Null where no worker lived long enough to see it grow. */
export function workerGrowth(
  windows: readonly MeasuredWindow[],
  workers: number,
): WorkerGrowth | null {
  const overTime = fit(windows, ({ memory }) => livesOf(memory));
  if (!overTime) return null;
  const requests = windows.map((window) => answeredBy(window));
  const overRequests = requests.every((known) => known !== undefined)
    ? fit(windows, ({ memory, index }) =>
        livesOf(memory).map((points) =>
          points.map(({ x, y }) => ({ x: requests[index]!(x) / workers, y })),
        ),
      )
    : null;
  return {
    bytesPerSecond: overTime.growth,
    bytesPer1000Requests: overRequests && scaled(overRequests.growth, 1000),
    lives: overTime.lives,
  };
}

interface SampledWindow {
  memory: MemorySeries;
  index: number;
}

/** Where six rounds or more tell of it, their own slopes are the units; else what `theilSen` takes. */
function fit(
  windows: readonly MeasuredWindow[],
  pointsOf: (window: SampledWindow) => Point[][],
): { growth: Growth; lives: number } | null {
  const pieces = windows.flatMap(({ round, use }, index) => {
    const memory = use.services.app?.memorySeries;
    return memory ? pointsOf({ memory, index }).map((points) => ({ round, points })) : [];
  });
  const all = theilSen(pieces.map(({ points }) => points));
  if (!all) return null;
  const ofRounds = [...Map.groupBy(pieces, ({ round }) => round).values()].flatMap(
    (ofRound) => theilSen(ofRound.map(({ points }) => points))?.slope ?? [],
  );
  const lives = pieces.length;
  if (ofRounds.length < fewestForRanks) {
    const { slope, interval, units, unitCount } = all;
    const over = units === "series" ? "workers" : "stretches";
    return { growth: { estimate: slope, interval, over, units: unitCount }, lives };
  }
  const { estimate, ...interval } = hodgesLehmann(ofRounds);
  return { growth: { estimate, interval, over: "rounds", units: ofRounds.length }, lives };
}

/** Memory over seconds of each worker that lived long enough, without what it took to start. */
function livesOf({ at, processes }: MemorySeries): Point[][] {
  return processes
    .filter(({ isParent }) => !isParent)
    .map(({ fromSeconds, firstSample, bytes }) => {
      const steadyFrom = fromSeconds === 0 ? 0 : fromSeconds + startUpSeconds;
      return bytes
        .map((y, index) => ({ x: at[firstSample + index]!, y }))
        .filter(({ x }) => x >= steadyFrom);
    })
    .filter((points) => points.length >= 4);
}

/** How many requests were answered up to a second of the window; undefined where the generator does not tell. */
function answeredBy({ load }: MeasuredWindow): ((seconds: number) => number) | undefined {
  if (load.kind === "totals") return undefined;
  const { intervalMs, succeeded } = load.series;
  const sums = [0];
  for (const count of succeeded) sums.push(sums.at(-1)! + count);
  return (seconds) => {
    const place = Math.min((seconds * 1000) / intervalMs, succeeded.length);
    const whole = Math.floor(place);
    return sums[whole]! + (place - whole) * (succeeded[whole] ?? 0);
  };
}

function scaled({ estimate, interval, ...rest }: Growth, factor: number): Growth {
  return {
    ...rest,
    estimate: estimate * factor,
    interval: interval && {
      ...interval,
      low: interval.low * factor,
      high: interval.high * factor,
    },
  };
}

/** Memory of a worker, bytes: the median over all readings of all workers; null where nobody read it. */
export function workerBytes(windows: readonly MeasuredWindow[]): number | null {
  const values = windows.flatMap(({ use }) =>
    (use.services.app?.memorySeries?.processes ?? [])
      .filter(({ isParent }) => !isParent)
      .flatMap(({ bytes }) => bytes),
  );
  return values.length === 0 ? null : median(values);
}
