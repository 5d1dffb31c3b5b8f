import { logRatios, ratioCentre } from "@stackbench/statistics";
import type { ByRound } from "./figures.ts";

/** One figure over another, over the rounds that both have. */
export interface Ratio {
  estimate: number;
  low: number;
  high: number;
  rounds: number;
}

/** Round by round; null with fewer than three rounds in common. */
export function ratioOf(figure: ByRound, to: ByRound): Ratio | null {
  return intervalOf([...logRatios(figure, to).values()]);
}

/** The figure itself, with its interval. */
export function centreOf(figure: ByRound): Ratio | null {
  return intervalOf([...figure.values()].map(Math.log));
}

/** A study is held in few rounds, so that of three to five Student's interval stands. */
function intervalOf(logs: readonly number[]): Ratio | null {
  if (logs.length === 0) return null;
  const { estimate, interval } = ratioCentre(logs, "Student's");
  return interval && { estimate, low: interval.low, high: interval.high, rounds: logs.length };
}

/** `×1.13 (1.10 to 1.16)`. */
export function ratioText({ estimate, low, high }: Ratio): string {
  return `×${short(estimate)} (${short(low)} to ${short(high)})`;
}

function short(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}
