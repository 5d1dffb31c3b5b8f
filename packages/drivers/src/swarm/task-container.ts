import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { formatCpuSet, HostError, type Role } from "@stackbench/model";
import { ask, isMissing } from "../docker/ask.ts";
import { patience } from "../docker/patience.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";

/** A service has no set of CPUs: its container is given one, where it is not all of its node's. */
export async function pin(
  container: Docker.Container,
  { cpus }: Pick<Placement, "cpus">,
  role: Role,
  { node, firstCpu }: PlacedNode,
): Promise<void> {
  // A role of several nodes has CPUs of all of them.
  const set = cpus[role].map((cpu) => cpu - firstCpu).filter((cpu) => cpu >= 0 && cpu < node.cpus);
  if (set.length === node.cpus) return;
  await ask("pin a service's container to its CPUs", (abortSignal) =>
    container.update({ CpusetCpus: formatCpuSet(set), abortSignal }),
  );
}

/** Resolves once the engine knows it no more. Throws HostError where it does for long. */
export async function gone(container: Docker.Container, name: string): Promise<void> {
  const deadline = performance.now() + patience.leaveMs;
  for (;;) {
    try {
      await ask("see whether a service's container is gone", (abortSignal) =>
        container.inspect({ abortSignal }),
      );
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    if (performance.now() > deadline) {
      throw new HostError(`the container of ${name} is still there, though its service is removed`);
    }
    await delay(50);
  }
}
