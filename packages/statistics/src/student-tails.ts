import { bisect } from "./bisect.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/** P(|T| > |t|) of Student's law with `degrees` > 0 degrees of freedom, which need not be whole. */
export function studentTails(t: number, degrees: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** How far from 0 Student's T stays with probability `confidence`: 2.228 for 95 % and 10 degrees of freedom. */
export function studentReach(confidence: number, degrees: number): number {
  return bisect((t) => 1 - studentTails(t, degrees), confidence, [0, 1e6]);
}
