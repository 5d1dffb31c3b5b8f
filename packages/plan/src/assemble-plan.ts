import type {
  Workload,
  Experiment,
  GeneratorId,
  LoadLevel,
  Plan,
  PlannedSitting,
  PlannedWindow,
} from "@stackbench/model";
import { randomBelow, seededRandom, shuffled, type Random } from "@stackbench/statistics";

/** `c64`, `c64-close-pad1000`, `c256-r1000-poisson`: what tells levels apart in the names of windows. */
export function levelId(level: LoadLevel): string {
  const connections = `c${level.connections}`;
  if (level.loop === "open") return `${connections}-r${level.ratePerSecond}-${level.arrivals}`;
  const { keepAlive, paddingBytes } = level;
  const mode = keepAlive === undefined ? "" : keepAlive ? "-keep" : "-close";
  return `${connections}${mode}${paddingBytes === undefined ? "" : `-pad${paddingBytes}`}`;
}

/**
 * Lays an experiment out: every round is a fresh random permutation of all variants, and every
 * sitting a fresh random permutation of its windows, so that neither order nor drift favours one.
 * In alternating order the variants of a round are up at once, so the round has one permutation of cases for all.
 * In sequential order all rounds of one variant come before the next variant's: what that lets drift do is seen
 * by `pnpm prove drift`. Equal experiment and seed give an equal plan. Variants that serve none of the workloads get no sitting.
 */
export function assemblePlan(experiment: Experiment, seed: number): Plan {
  const { protocol } = experiment;
  const random = seededRandom(seed);
  const sittings: PlannedSitting[] = [];
  const rounds = experiment.rounds + protocol.spareRounds;
  for (let round = 1; round <= rounds; round++) {
    const ofRound = shuffled(casesOf(experiment), random);
    for (const variant of shuffled(experiment.variants, random)) {
      // Who takes turns measures the same case in the same turn.
      const own = protocol.order === "alternating" ? ofRound : shuffled(ofRound, random);
      // What scales goes through its levels as they were given.
      const cases = experiment.autoscale ? casesOf(experiment) : own;
      const windows = planWindows(experiment, { variant, round, cases }, random);
      if (windows.length === 0) continue;
      sittings.push({
        sittingId: `r${round}/${variant}`,
        round,
        spare: round > experiment.rounds,
        variant,
        seed: randomBelow(2 ** 31, random),
        windows,
      });
    }
  }
  return { seed, experiment, sittings: inOrder(experiment, sittings) };
}

function inOrder(
  { protocol, variants }: Pick<Experiment, "protocol" | "variants">,
  sittings: PlannedSitting[],
): PlannedSitting[] {
  if (protocol.order !== "sequential") return sittings;
  // Stable: the rounds of one variant stay in their order.
  return sittings.toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant));
}

interface Case {
  workload: Workload;
  level: LoadLevel;
}

/** `fastify:bare/hello/c64/stackbench`. */
export function caseIdOf(
  variant: string,
  workload: Workload,
  level: string,
  generator: GeneratorId,
): string {
  return `${variant}/${workload}/${level}/${generator}`;
}

function casesOf({ workloads, levels, search }: Experiment): Case[] {
  // In place of the level that the search will ask when it comes to it.
  if (search) return workloads.map((workload) => ({ workload, level: levels[0]! }));
  return workloads.flatMap((workload) =>
    levels
      .filter((level) => level.loop === "closed" || (level.workload ?? workload) === workload)
      .map((level) => ({ workload, level })),
  );
}

function planWindows(
  { served, generators, windowsPerSitting, search, profiles }: Experiment,
  { variant, round, cases }: { variant: string; round: number; cases: readonly Case[] },
  random: Random,
): PlannedWindow[] {
  const repeats = Array.from({ length: windowsPerSitting }, (_, index) => index + 1);
  const own = cases.filter(({ workload }) => served[variant]?.includes(workload));
  return own.flatMap(({ workload, level }) => {
    // The generators of a cross-check see the same requests.
    const seed = randomBelow(2 ** 31, random);
    // A case's windows follow one another: they share one generator session and its warm-up.
    return shuffled(generators, random).flatMap((generator) => {
      const caseId = caseIdOf(variant, workload, search ? "search" : levelId(level), generator);
      const window = { caseId, workload, level, generator, seed };
      const counted = repeats.map((repeat) => ({
        ...window,
        windowId: `r${round}/${caseId}${repeat === 1 ? "" : `#${repeat}`}`,
      }));
      if (!profiles) return counted;
      // Last: what a profiler leaves behind in a process would be measured.
      return [...counted, { ...window, windowId: `r${round}/${caseId}/profile`, profiled: true }];
    });
  });
}
