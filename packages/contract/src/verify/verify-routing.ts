import type { WorkloadId } from "@stackbench/model";
import { randomBelow } from "@stackbench/statistics";
import { endpoints, healthz } from "../endpoints/index.ts";
import { together } from "./check.ts";
import type { Check } from "./check.ts";

export const healthzCheck: Check = {
  workload: "healthz",
  async run(examiner) {
    await examiner.ask({ method: "GET", path: healthz.path }, { status: 200 });
  },
};

/** Unknown paths, and a wrong method for every path of the workloads. */
export function routingCheck(workloads: readonly WorkloadId[]): Check {
  return {
    workload: "routing",
    run(examiner, { random }) {
      const unknown = randomBelow(1_000_000, random);
      return together([
        ...[`/unknown-${unknown}`, `/hello/${unknown}`].map((path) =>
          examiner.ask({ method: "GET", path }, { status: 404 }),
        ),
        ...wrongMethods(workloads).map((request) =>
          examiner.ask({ ...request, body: "" }, { status: [404, 405] }),
        ),
      ]);
    },
  };
}

function wrongMethods(workloads: readonly WorkloadId[]): { method: string; path: string }[] {
  const methodsByPath = new Map<string, string[]>();
  for (const { workload, path, method } of endpoints) {
    if (workload === "healthz" || !workloads.includes(workload)) continue;
    methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), method]);
  }
  return [...methodsByPath].map(([path, methods]) => ({
    method: methods.includes("POST") ? "PATCH" : "POST",
    path: path.replace("{id}", "1"),
  }));
}
