import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { abortable } from "@stackbench/lines";
import { formatCpuSet, HostError, type Role } from "@stackbench/model";
import type { Network } from "../docker/addresses.ts";
import { ask, isMissing } from "../docker/ask.ts";
import { launchIn } from "../docker/launch.ts";
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

/**
 * Resolves once the container finds these by name: nodes tell each other of a network's names a moment after its services
 * run, and a proxy asks for them once. Throws HostError, and the signal's reason.
 */
export async function known(
  container: Docker.Container,
  networks: readonly Network[],
  signal: AbortSignal,
): Promise<void> {
  if (networks.length === 0) return;
  const script = `for name; do
  n=0
  until getent hosts "$name" >/dev/null; do
    n=$((n + 1)); [ $n -gt 250 ] && { echo "$name" >&2; exit 1; }
    sleep 0.04
  done
done`;
  const names = networks.map(({ host }) => host);
  const program = await launchIn(container, ["sh", "-c", script, "sh", ...names]);
  const { code, stderrTail } = await abortable(program.exited, signal);
  if (code === 0) return;
  throw new HostError(
    `expected the Swarm's nodes to tell each other of the name ${stderrTail.trim()} within 10 s, and they did not; see that TCP and UDP 7946 and UDP 4789 are open between them (docs/many-machines.md)`,
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
