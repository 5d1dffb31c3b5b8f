import type { GeneratorTraits, UsedGenerator } from "@stackbench/model";

/** What stands in a result of the generator. `version`: as the program told it. */
export function usedGenerator(
  { source, latencyOrigins, ...traits }: GeneratorTraits,
  loop: UsedGenerator["loop"],
  version = traits.version,
): UsedGenerator {
  const { id, clock, quantumUs, correction, sampleCap, checks } = traits;
  return {
    id,
    version: version ?? "unknown",
    from: source.from,
    loop,
    latencyOrigin: latencyOrigins[loop] ?? null,
    clock,
    quantumUs,
    correction,
    sampleCap,
    checks,
  };
}
