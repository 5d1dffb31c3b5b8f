import type { VariantProfile } from "./profiles.ts";

/** As data: every function, and what took the profiles. */
export function profilesJson({ row, profiles, ...rest }: VariantProfile): Record<string, unknown> {
  return {
    variant: row.key,
    workload: row.workload,
    level: row.level,
    status: row.status,
    throughput: row.throughput,
    cautions: row.cautions,
    ...rest,
    profiles: profiles.map(({ round, windowId, profile }) => {
      const { profiler, intervalMicros, processes, samples, idleMicros } = profile;
      return { round, windowId, profiler, intervalMicros, processes, samples, idleMicros };
    }),
  };
}
