import {
  leastWarmupSeconds,
  servicesFor,
  warmupLimitSeconds,
  type DriverName,
  type Experiment,
  type Plan,
  type PlannedSitting,
} from "@stackbench/model";
import { fewestProbes } from "./search/next-level.ts";
import { begunRounds, remainingSittings } from "./remaining.ts";

/** Seconds beside load that one sitting takes: bring-up, verification, take-down. Rounded up from `pnpm perf overhead`. */
const sittingSeconds: Record<DriverName, { plain: number; withDatabase: number }> = {
  docker: { plain: 1, withDatabase: 1.5 },
  process: { plain: 0.7, withDatabase: 1.5 },
  swarm: { plain: 6, withDatabase: 7 },
  /** Nothing is brought up. */
  external: { plain: 0.4, withDatabase: 0.4 },
};

/** Starting a generator, draining it and reading the edges. */
const windowSeconds = 0.4;

/**
 * When a server is seen to be steady, however short a warm-up was asked for, s. At 1.05 at the earliest (see `untilWarm`); on
 * average at 1.2 where it is Python (42 windows) and 1.8 where it is Node (40). With this rounds of `pr` take what they take.
 */
const settledSeconds = 1.4;

/** Seconds of wall time; images are not counted. Equal where nothing is decided between rounds. */
export interface DurationEstimate {
  /** Where the first look finds the answer. */
  leastSeconds: number;
  /** Where windows take all the time they may, and none ever does, and all variants stay in question: all rounds, or the budget. Spare rounds come on top. */
  mostSeconds: number;
  /** The same where no server is steady before its warm-up must end. */
  longestSeconds: number;
}

/**
 * How long carrying out the plan will take, or what is left of it after `doneWindowIds` and `spentSeconds`, where sittings
 * take `slowness` times what is reckoned for them.
 */
export function estimateDuration(
  plan: Plan,
  { doneWindowIds = new Set<string>(), spentSeconds = 0, slowness = 1 } = {},
): DurationEstimate {
  const { experiment } = plan;
  const { looks = [], budgetSeconds } = experiment.protocol;
  const left = remainingSittings(plan, doneWindowIds);
  const begun = begunRounds(plan, doneWindowIds);
  const secondsOf = (sittings: readonly PlannedSitting[], of = experiment) =>
    slowness * estimateSittings(of, sittings);
  // How long so many requests take is not known: at least no time.
  const isBounded = experiment.windowRequests !== undefined;
  const quickest = isBounded ? { ...experiment, durationSeconds: 0 } : experiment;

  const leastRounds = looks[0] ?? fewestRounds(experiment);
  const least = left.filter(({ round }) => round <= leastRounds || begun.has(round));
  // A round that has begun is ended and the first is always held, whatever the budget.
  const certain = left.filter(({ round }) => round === 1 || begun.has(round));
  const cap =
    budgetSeconds === null
      ? Number.POSITIVE_INFINITY
      : Math.max(secondsOf(certain), budgetSeconds - spentSeconds);
  return {
    leastSeconds: Math.min(cap, secondsOf(least, quickest)),
    mostSeconds: Math.min(cap, secondsOf(left)),
    // Told once, before a run; the others with each step of it.
    get longestSeconds() {
      const slowest = { ...experiment, warmupSeconds: warmupLimitSeconds(experiment) };
      return Math.min(cap, secondsOf(left, slowest));
    },
  };
}

/** A search may end before all rounds are held. */
function fewestRounds({ search, levels, rounds }: Experiment): number {
  return search ? Math.min(rounds, fewestProbes(levels.length)) : rounds;
}

/** How long these sittings take, or take at most where windows are bounded by requests, seconds: every case is warmed up once in a sitting. */
export function estimateSittings(
  experiment: Experiment,
  sittings: readonly PlannedSitting[],
): number {
  const { driver, durationSeconds, mix } = experiment;
  const lasting = (seconds: number) =>
    Math.min(warmupLimitSeconds(experiment), Math.max(seconds, settledSeconds));
  return sittings.reduce((total, { variant, windows }) => {
    const workloads = windows.map((window) => window.workload);
    const services = servicesFor(workloads, mix);
    const overhead =
      sittingSeconds[driver][services.includes("database") ? "withDatabase" : "plain"];
    const cases = new Set(windows.map((window) => window.caseId)).size;
    const firsts = new Set(workloads).size;
    const warmup =
      firsts * lasting(leastWarmupSeconds(experiment, variant)) +
      (cases - firsts) * lasting(experiment.warmupSeconds);
    const load = warmup + windows.length * (durationSeconds + windowSeconds);
    return total + overhead + load;
  }, 0);
}
