import type { Random } from "../random.ts";

/** Values of a normal law (Box and Muller), for simulations. */
export function normalValues(count: number, random: Random, mean = 0, deviation = 1): number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * random());
  });
}
