import { protocolOf, type RequestedProtocol } from "@stackbench/experiments";
import { experimentSchema, type Plan, type Workload } from "@stackbench/model";
import { assemblePlan } from "@stackbench/plan";

/** The arms of `bench ab`. */
export const abArms = { base: "s@base:bare", baseAgain: "s@base-again:bare", head: "s@head:bare" };

/** What `bench ab` would hold of one case, or of these workloads. */
export function shippedAbPlan(seed: number, workloads?: readonly Workload[]): Plan {
  const { base, baseAgain, head } = abArms;
  return shippedPlan({ name: "pr" }, [base, baseAgain, head], seed, {
    twins: [base, baseAgain],
    workloads,
  });
}

/** The plan that `pnpm bench` would make of this protocol for these variants, in Docker, of one case unless told; `ab` with the base as `twins`. */
export function shippedPlan(
  asked: RequestedProtocol,
  variants: readonly string[],
  seed: number,
  {
    twins,
    workloads = ["hello"],
  }: {
    twins?: readonly [string, string] | undefined;
    workloads?: readonly Workload[] | undefined;
  } = {},
): Plan {
  const experiment = experimentSchema.parse({
    variants,
    workloads,
    served: Object.fromEntries(variants.map((variant) => [variant, workloads])),
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
