import { hodgesLehmann, studentReach } from "@stackbench/statistics";
import type { ByRound } from "./figures.ts";

/** One figure over another, over the rounds that both have. */
export interface Ratio {
  estimate: number;
  low: number;
  high: number;
  rounds: number;
}

const confidence = 0.95;

/** Of so many rounds on the signed-rank interval needs no law of the noise; with fewer it is Student's, on the logarithm. */
const fewestForRanks = 6;

/** Round by round; null with fewer than three rounds in common. */
export function ratioOf(figure: ByRound, to: ByRound): Ratio | null {
  const logs = [...figure].flatMap(([round, value]) => {
    const other = to.get(round);
    return other === undefined ? [] : [Math.log(value / other)];
  });
  return intervalOf(logs);
}

/** The figure itself, with its interval. */
export function centreOf(figure: ByRound): Ratio | null {
  return intervalOf([...figure.values()].map(Math.log));
}

function intervalOf(logs: readonly number[]): Ratio | null {
  const rounds = logs.length;
  if (rounds < 3) return null;
  if (rounds >= fewestForRanks) {
    const { estimate, low, high } = hodgesLehmann(logs, confidence);
    return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high), rounds };
  }
  const mean = logs.reduce((sum, log) => sum + log, 0) / rounds;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (rounds - 1);
  const reach = studentReach(confidence, rounds - 1) * Math.sqrt(variance / rounds);
  return {
    estimate: Math.exp(mean),
    low: Math.exp(mean - reach),
    high: Math.exp(mean + reach),
    rounds,
  };
}

/** `×1.13 (1.10 to 1.16)`. */
export function ratioText({ estimate, low, high }: Ratio): string {
  return `×${short(estimate)} (${short(low)} to ${short(high)})`;
}

function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
