import { ownFolder } from "@stackbench/host";
import { createVerifier } from "@stackbench/contract";
import { createGenerator } from "@stackbench/load";
import type { Driver } from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import { createProfiler, createSampler } from "@stackbench/sampling";
import { createTuner } from "@stackbench/tuning";
import { keepOutOfGit } from "./keep-out-of-git.ts";
import { machineDirectory } from "./places.ts";
import { systemClock } from "./system-clock.ts";

/** The concrete adapters behind the runner's ports. */
export function wirePorts(driver: Driver): RunPorts {
  keepOutOfGit();
  return {
    driver,
    generator: createGenerator,
    // Nothing of another machine is read here, and this one's load is none of the server's.
    sampler: createSampler({ readsHost: driver.machine === undefined }),
    profiler: createProfiler(),
    tuner: createTuner({ stateDirectory: ownFolder(machineDirectory) }),
    verifier: createVerifier(),
    clock: systemClock,
  };
}

/** Removes what dead runs left: containers, processes, changed sysctls. Says what, one line each. */
export async function cleanLeftovers(ports: Pick<RunPorts, "driver" | "tuner">): Promise<string[]> {
  const restored = await ports.tuner.restoreHost();
  const { removed } = await ports.driver.sweep();
  return [...restored, ...removed];
}
