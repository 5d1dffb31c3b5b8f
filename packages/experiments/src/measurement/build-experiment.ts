import {
  closest,
  compilesForLong,
  experimentSchema,
  servedAmong,
  UsageError,
  variantKey,
  type Driver,
  type Experiment,
  type NamedWorkload,
  type Selected,
} from "@stackbench/model";
import { fitToBudget } from "@stackbench/plan";
import { levelsOf } from "./levels.ts";
import { protocolOf, shortestOf } from "./protocol.ts";
import type { Measurement } from "./read-measurement.ts";

/** What is measured, by what brings it up. */
export interface Compared {
  selected: readonly Selected[];
  driver: Pick<Driver, "name" | "traits">;
  /** The variant that was named first, where the measurement names no anchor. */
  first?: string;
}

/**
 * How to measure, applied to what is compared. Rates that are shares are 1 request/s until closed-loop throughput is measured.
 * Throws UsageError for what does not go together.
 */
export function buildExperiment(measurement: Measurement, compared: Compared): Experiment {
  const { selected, driver } = compared;
  const workloads = measurement.workloads ?? ["hello"];
  const keys = selected.map(({ variant }) => variantKey(variant));
  if (!driver.traits.limitsMemory && measurement.memoryLimitBytes !== null) {
    throw new UsageError("--memory: local processes cannot be limited; use --driver=docker");
  }
  if (driver.traits.limitsCpus !== true && measurement.cpusLimit !== undefined) {
    throw new UsageError(
      "--cpus-limit: only containers can be limited, and these servers run in none; use --driver=docker",
    );
  }
  const nobody = workloads.filter(
    (workload) =>
      !selected.some(({ stack }) => servedAmong([workload], stack.workloads).length > 0),
  );
  if (nobody.length > 0) {
    throw new UsageError(
      `--workload=${nobody.join(",")}: expected a workload that a chosen stack serves; none of ${keys.join(", ")} does`,
    );
  }
  // What already runs was not started for this run.
  const starting = driver.traits.startsServers ? selected : [];
  const longWarmups = starting
    .filter(({ stack }) => compilesForLong(stack.language))
    .map(({ variant }) => variantKey(variant));
  const experiment: Experiment = {
    variants: keys,
    workloads,
    served: Object.fromEntries(
      selected.map(({ stack, variant }) => [variantKey(variant), servedOf(stack, workloads)]),
    ),
    levels: levelsOf(measurement.levels),
    ...protocolOf(measurement.protocol, keys.length),
    ...(longWarmups.length > 0 && { longWarmups }),
    anchor: anchorOf(measurement.anchor, keys, compared.first),
    driver: driver.name,
    generators: measurement.generators,
    generatorThreads: measurement.generatorThreads,
    ...(measurement.loadNodes !== undefined && { loadNodes: measurement.loadNodes }),
    keepAlive: measurement.keepAlive,
    ...(measurement.streams !== undefined && { streams: measurement.streams }),
    tuning: measurement.tuning ?? "throughput",
    tuneHost: measurement.tuneHost,
    cpus: measurement.cpus,
    databasePoolSize: measurement.databasePoolSize,
    timeoutSeconds: measurement.timeoutSeconds,
    readyTimeoutSeconds: measurement.readyTimeoutSeconds,
    memoryLimitBytes: measurement.memoryLimitBytes,
    ...(measurement.cpusLimit !== undefined && { cpusLimit: measurement.cpusLimit }),
  };
  const shortest = shortestOf(measurement.protocol);
  return experimentSchema.parse(shortest ? fitToBudget(experiment, shortest) : experiment);
}

/** What the stack lists, and what of it is asked for by operation. */
function servedOf(
  { workloads: listed }: Selected["stack"],
  asked: readonly NamedWorkload[],
): NamedWorkload[] {
  return [...new Set([...listed, ...servedAmong(asked, listed)])];
}

/** Unless it is said: the variant that was named first. */
function anchorOf(text: string | undefined, keys: readonly string[], first = ""): string {
  if (text === undefined) {
    return keys.find((key) => key === first || key.startsWith(`${first}:`)) ?? keys[0]!;
  }
  // A stack with one variant among those chosen may be named alone.
  const named = keys.filter((key) => key === text || key.split(":")[0] === text);
  if (named.length !== 1) {
    throw new UsageError(
      `--anchor: expected one of the variants to be compared (${keys.join(", ")}), got "${text}"${closest(text, keys)}`,
    );
  }
  return named[0]!;
}
