import { protocolOf, type RequestedProtocol } from "@stackbench/experiments";
import { experimentSchema, type Plan } from "@stackbench/model";
import { assemblePlan } from "@stackbench/plan";

/** The plan that `pnpm bench` would make of this protocol for so many variants of one case, in Docker. */
export function shippedPlan(
  asked: RequestedProtocol,
  variants: readonly string[],
  seed: number,
): Plan {
  const experiment = experimentSchema.parse({
    variants,
    workloads: ["hello"],
    served: Object.fromEntries(variants.map((variant) => [variant, ["hello"]])),
    levels: [{ loop: "closed", connections: 64 }],
    ...protocolOf(asked, variants.length),
    anchor: variants[0],
    driver: "docker",
    generators: ["stackbench"],
    generatorThreads: 1,
    keepAlive: true,
    tuning: "throughput",
    tuneHost: false,
    cpus: { server: [0], load: [1], database: [0] },
    databasePoolSize: 22,
    timeoutSeconds: 10,
    readyTimeoutSeconds: 30,
    memoryLimitBytes: null,
  });
  return assemblePlan(experiment, seed);
}
