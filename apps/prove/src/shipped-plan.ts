import { protocolOf, type RequestedProtocol } from "@stackbench/experiments";
import { experimentSchema, type Plan } from "@stackbench/model";
import { assemblePlan } from "@stackbench/plan";

/** The arms of `bench ab`. */
export const abArms = { base: "s@base:bare", baseAgain: "s@base-again:bare", head: "s@head:bare" };

/** What `bench ab` would hold of one case. */
export function shippedAbPlan(seed: number): Plan {
  const { base, baseAgain, head } = abArms;
  return shippedPlan({ name: "pr" }, [base, baseAgain, head], seed, [base, baseAgain]);
}

/** The plan that `pnpm bench` would make of this protocol for so many variants of one case, in Docker; `ab` with the base as `twins`. */
export function shippedPlan(
  asked: RequestedProtocol,
  variants: readonly string[],
  seed: number,
  twins?: readonly [string, string],
): Plan {
  const experiment = experimentSchema.parse({
    variants,
    workloads: ["hello"],
    served: Object.fromEntries(variants.map((variant) => [variant, ["hello"]])),
    levels: [{ loop: "closed", connections: 64 }],
    ...protocolOf(asked, variants.length),
    anchor: variants[0],
    ...(twins && { twins }),
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
