import type { Experiment } from "./plan.ts";

/**
 * How long a server is given to become steady where nothing else was asked for, s. One that compiles while it
 * serves may take ten; what has not settled by then is measured all the same, and told.
 */
const usualSeconds = 15;

/** How long the warm-up of a case may take until its server is steady, s; 0 where there is none. */
export function warmupLimitSeconds({
  warmupSeconds,
  warmupAtMostSeconds = usualSeconds,
}: Pick<Experiment, "warmupSeconds" | "warmupAtMostSeconds">): number {
  return warmupSeconds === 0 ? 0 : Math.max(warmupAtMostSeconds, warmupSeconds);
}
