import type { GeneratorId } from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import { calibrationConnections } from "./ceiling-arms.ts";

/** The version of a generator of ours or from npm; undefined for programs of the system, which tell it once started. */
export function knownVersion(
  generator: GeneratorId,
  ports: Pick<RunPorts, "generator">,
): string | undefined {
  const level = { loop: "closed", connections: calibrationConnections } as const;
  const { version } = ports.generator(generator).traits({ level });
  return version === "unknown" ? undefined : version;
}
