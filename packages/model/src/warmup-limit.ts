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

/** How long the first load of a workload on a server that was just started lasts at least, s. */
export function leastWarmupSeconds(
  experiment: Pick<Experiment, "warmupSeconds" | "warmupAtMostSeconds" | "longWarmups">,
  variant: string,
): number {
  const { warmupSeconds, longWarmups = [] } = experiment;
  return longWarmups.includes(variant) ? warmupLimitSeconds(experiment) : warmupSeconds;
}

/** As stacks name them. */
const languagesOfJvm: ReadonlySet<string> = new Set([
  "Java",
  "Kotlin",
  "Scala",
  "Groovy",
  "Clojure",
]);

/**
 * Whether what runs this language compiles for so long that no look at throughput can tell when it is done: a JVM on one CPU
 * stands still on steps for seconds and climbs tenfold in a minute.
 */
export function compilesForLong(language: string): boolean {
  return languagesOfJvm.has(language);
}
