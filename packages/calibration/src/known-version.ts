import type { GeneratorId } from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";

/** The version of a generator of ours or from npm; undefined for programs of the system, which tell it once started. */
export function knownVersion(
  generator: GeneratorId,
  ports: Pick<RunPorts, "generator">,
): string | undefined {
  return ports.generator(generator).traits.version ?? undefined;
}
