import { shuffled, type Random } from "@stackbench/statistics";

export interface SimulatedRun {
  arms: number;
  rounds: number;
  order: "interleaved" | "sequential";
}

/**
 * Throughput by arm and round of equally fast arms on a machine as noisy as a small virtual one. The machine's
 * speed belongs to the time at which a sitting is held, so that the order of sittings decides whom it meets.
 * Sizes are of the logarithm (0.01 is 1 %).
 */
export function simulateArms(
  { arms, rounds, order }: SimulatedRun,
  random: Random,
): Map<string, Map<number, number>> {
  const names = Array.from({ length: arms }, (_, index) => `arm-${index + 1}`);
  const machine = machineSpeeds(arms * rounds, random);
  const values = new Map(names.map((name) => [name, new Map<number, number>()]));
  for (let round = 1; round <= rounds; round++) {
    const held = order === "interleaved" ? shuffled(names, random) : names;
    const shared = 0.01 * normal(random);
    for (const [place, name] of held.entries()) {
      const slot =
        order === "interleaved" ? (round - 1) * arms + place : place * rounds + round - 1;
      const own = sittingEffect(random) + 0.005 * normal(random);
      values.get(name)!.set(round, 10_000 * Math.exp(machine[slot]! + shared + own));
    }
  }
  return values;
}

/** Slow drift, a random walk and bursts of steal that outlast a sitting, by slot of time. */
function machineSpeeds(slots: number, random: Random): number[] {
  const slope = (0.16 * (random() - 0.5)) / slots;
  let walk = 0;
  let burstLeft = 0;
  let burstDepth = 0;
  return Array.from({ length: slots }, (_, slot) => {
    walk += 0.003 * normal(random);
    if (burstLeft === 0 && random() < 0.03) {
      burstLeft = 1 + Math.floor(-4 * Math.log(1 - random()));
      burstDepth = 0.02 + 0.13 * random();
    }
    const burst = burstLeft > 0 ? burstDepth : 0;
    burstLeft = Math.max(0, burstLeft - 1);
    return slope * slot + walk - burst;
  });
}

/** Of one bring-up: Student's t with 3 degrees of freedom, and now and then a sitting that goes badly wrong. */
function sittingEffect(random: Random): number {
  const chiSquared = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  const heavy = (0.008 * normal(random)) / Math.sqrt(chiSquared / 3);
  return random() < 0.01 ? heavy - 0.3 * random() : heavy;
}

/** Source: G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958) 610-611. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
