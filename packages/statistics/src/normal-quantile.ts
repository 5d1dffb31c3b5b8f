import { bisect } from "./bisect.ts";
import { normalTail } from "./normal-tail.ts";

/** The z that a standard normal value stays below with probability `p`; -Infinity at 0, Infinity at 1. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`normalQuantile: expected p from 0 to 1, got ${p}`);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  // The upper tail is the one computed without cancelling.
  if (p < 0.5) return bisect((z) => normalTail(-z), p, [-40, 0]);
  return -bisect((z) => normalTail(-z), 1 - p, [-40, 0]);
}
