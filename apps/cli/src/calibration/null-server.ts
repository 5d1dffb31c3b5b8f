import {
  servicesFor,
  type CpuSets,
  type Driver,
  type Sitting,
  type Selected,
} from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import { bareRequest } from "../bare-request.ts";
import { chooseVariants } from "../choose-variants.ts";
import { loadReferenceServers } from "../reference-servers.ts";
import { newRunId } from "../run-id.ts";

/**
 * What a generator is pushed to its limit against: the server that needs the least CPU for an answer. In Docker that
 * is nginx, which answers from its configuration with one worker a CPU; as a local process, where only Node runs,
 * the null server of the reference servers, one process that writes one prebuilt buffer.
 */
async function chooseNullServer(driver: Driver): Promise<Selected> {
  if (driver.name === "docker") return (await chooseVariants("nginx:auto"))[0]!;
  return (await loadReferenceServers()).get("null")!;
}

/**
 * Brings the null server up on the server's CPUs, under the limits that runs have by default: without them new
 * connections would run into the kernel's limits before the generator's. Throws StackFailure or HostError.
 */
export async function bringUpNullServer(
  { driver, tuner }: Pick<RunPorts, "driver" | "tuner">,
  cpus: CpuSets,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Sitting> {
  const entry = await chooseNullServer(driver);
  await driver.prepare(entry.stack, { services: servicesFor(["hello"]) }, say, signal);
  const knobs = tuner.knobs("throughput");
  const offers = await driver.offer(knobs, signal);
  return driver.bringUp(
    bareRequest(entry, {
      runId: newRunId(new Date()),
      sittingId: "calibrate/null",
      cpus,
      knobs: tuner.fit(knobs, offers),
      signal,
    }),
  );
}
