import {
  experimentSchema,
  UsageError,
  type ClosedLoopThroughput,
  type Experiment,
  type LoadLevel,
  type Search,
  type SloTerm,
} from "@stackbench/model";

/** Ratio of neighbouring rates: both ends of an answer lie closer than the 5 % that is claimed. */
const step = 1.03;
/** Of what a variant serves in a closed loop. */
const lowShare = 1 / 50;
const highShare = 1.2;
/** An open loop's. */
const [leastRate, mostRate] = [1, 1e6];

/** Rates, requests/s, both ends included. */
export interface RateRange {
  from: number;
  to: number;
}

/** `100..20k` as rates. Throws UsageError. */
export function readRateRange(text: string): RateRange {
  const match = /^(\d+(?:\.\d+)?)(k?)\.\.(\d+(?:\.\d+)?)(k?)$/.exec(text);
  const [from, to] = match
    ? [Number(match[1]) * (match[2] ? 1000 : 1), Number(match[3]) * (match[4] ? 1000 : 1)]
    : [Number.NaN, Number.NaN];
  if (!(from >= leastRate && from < to && to <= mostRate)) {
    throw new UsageError(
      `--rates: expected a range of requests/s that rises, from 1 to 1,000,000, such as 100..20k; got "${text}"`,
    );
  }
  return { from, to };
}

/** `search` among rates from `from` to `to` for every variant and workload. */
export function searchWithin(
  experiment: Experiment,
  slo: readonly SloTerm[],
  { from, to }: RateRange,
): Experiment {
  const ranges = casesOf(experiment).map((one) => ({
    ...one,
    fromPerSecond: from,
    toPerSecond: to,
  }));
  return withGrid(experiment, slo, ranges);
}

/**
 * Each variant and workload among rates from a fiftieth of what it serves in a closed loop to a fifth more than that, on
 * one grid for all. One that served nothing there is asked over the whole grid, and fails there as it will.
 */
export function searchAround(
  experiment: Experiment,
  slo: readonly SloTerm[],
  closedLoop: ClosedLoopThroughput,
): Experiment {
  const known = closedLoop.map(({ requestsPerSecond }) => requestsPerSecond);
  const whole = rangeAround(Math.min(...known), Math.max(...known));
  const ranges = casesOf(experiment).map(({ variant, workload }) => {
    const own = closedLoop.find((one) => one.variant === variant && one.workload === workload);
    const around = own && rangeAround(own.requestsPerSecond, own.requestsPerSecond);
    const { from, to } = around ?? whole;
    return { variant, workload, fromPerSecond: from, toPerSecond: to };
  });
  return withGrid(experiment, slo, ranges);
}

function rangeAround(least: number, most: number): RateRange {
  const from = Math.max(leastRate, least * lowShare);
  const to = Math.min(mostRate, Math.max(from * step, most * highShare));
  return { from: rounded(from), to: rounded(to) };
}

function casesOf({
  variants,
  served,
  workloads,
}: Experiment): Pick<Search["ranges"][number], "variant" | "workload">[] {
  return variants.flatMap((variant) =>
    workloads
      .filter((workload) => served[variant]?.includes(workload))
      .map((workload) => ({ variant, workload })),
  );
}

function withGrid(
  experiment: Experiment,
  slo: readonly SloTerm[],
  ranges: Search["ranges"],
): Experiment {
  const from = Math.min(...ranges.map(({ fromPerSecond }) => fromPerSecond));
  const to = Math.max(...ranges.map(({ toPerSecond }) => toPerSecond));
  const [level] = experiment.levels;
  if (level?.loop !== "open") throw new RangeError("withGrid: expected a level of an open loop");
  const levels = rateGrid({ from, to }).map((ratePerSecond): LoadLevel => ({
    ...level,
    ratePerSecond,
  }));
  return experimentSchema.parse({ ...experiment, levels, search: { slo, ranges } });
}

/** From one rate to the other in equal ratios of at most `step`. */
function rateGrid({ from, to }: RateRange): number[] {
  const steps = Math.max(1, Math.ceil(Math.log(to / from) / Math.log(step)));
  const rates = Array.from({ length: steps - 1 }, (_, index) =>
    rounded(from * (to / from) ** ((index + 1) / steps)),
  );
  // The ends as they are: they bound the ranges.
  return [from, ...rates, to];
}

/** To five digits. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(5));
}
