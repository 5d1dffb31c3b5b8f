import type { Experiment, LoadLevel, Plan, PlannedSitting, PlannedWindow } from "@stackbench/model";
import { randomBelow, seededRandom, shuffled, type Random } from "@stackbench/statistics";

/** `hello/c64/stackbench`: the part of a window's name that is the same for all variants. */
export function levelId(level: LoadLevel): string {
  return level.loop === "closed"
    ? `c${level.connections}`
    : `c${level.connections}-r${level.ratePerSecond}-${level.arrivals}`;
}

/**
 * Lays an experiment out: every round is a fresh random permutation of all variants, and every
 * sitting a fresh random permutation of its windows, so that neither order nor drift favours one.
 * Equal experiment and seed give an equal plan. Variants that serve none of the workloads get no sitting.
 */
export function assemblePlan(experiment: Experiment, seed: number): Plan {
  const random = seededRandom(seed);
  const sittings: PlannedSitting[] = [];
  for (let round = 1; round <= experiment.rounds; round++) {
    for (const variant of shuffled(experiment.variants, random)) {
      const windows = planWindows(experiment, variant, round, random);
      if (windows.length === 0) continue;
      sittings.push({
        sittingId: `r${round}/${variant}`,
        round,
        variant,
        seed: randomBelow(2 ** 31, random),
        windows,
      });
    }
  }
  return { seed, experiment, sittings };
}

function planWindows(
  experiment: Experiment,
  variant: string,
  round: number,
  random: Random,
): PlannedWindow[] {
  const served = experiment.served[variant] ?? [];
  const cases = experiment.workloads
    .filter((workload) => served.includes(workload))
    .flatMap((workload) => experiment.levels.map((level) => ({ workload, level })));
  return shuffled(cases, random).flatMap(({ workload, level }) => {
    // The generators of a cross-check see the same requests.
    const seed = randomBelow(2 ** 31, random);
    return shuffled(experiment.generators, random).map((generator) => {
      const caseId = `${variant}/${workload}/${levelId(level)}/${generator}`;
      return { windowId: `r${round}/${caseId}`, caseId, workload, level, generator, seed };
    });
  });
}
