import { experimentSchema, type Experiment } from "../plan.ts";

/** An experiment of one round over `variants`, all of which serve all of its workloads unless told otherwise. */
export function experimentOf(
  variants: string[] = ["a:bare"],
  changes: Partial<Experiment> = {},
): Experiment {
  const workloads = changes.workloads ?? ["hello"];
  return experimentSchema.parse({
    variants,
    workloads,
    served: Object.fromEntries(variants.map((variant) => [variant, workloads])),
    levels: [{ loop: "closed", connections: 64 }],
    protocol: {
      name: "custom",
      version: 2,
      order: "interleaved",
      minRounds: 1,
      halfWidthTarget: null,
      budgetSeconds: null,
      spareRounds: 0,
    },
    anchor: variants[0],
    rounds: 1,
    windowsPerSitting: 1,
    warmupSeconds: 2,
    durationSeconds: 5,
    driver: "docker",
    generators: ["stackbench"],
    generatorThreads: 1,
    keepAlive: true,
    tuning: "none",
    tuneHost: false,
    cpus: { server: [0], load: [1], database: [0] },
    databasePoolSize: 22,
    timeoutSeconds: 10,
    readyTimeoutSeconds: 30,
    memoryLimitBytes: null,
    ...changes,
  });
}
