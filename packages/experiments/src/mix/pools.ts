import { loadFor } from "@stackbench/contract";
import { groupServing, workerCount, type Mix, type Variant } from "@stackbench/model";
import { z } from "zod";

/** Worker processes that serve some parts of a mix: one of the variant's process groups, or all of its workers. */
export const poolSchema = z.strictObject({
  /** Null: the one pool of a variant without groups. */
  group: z.string().nullable(),
  workers: z.int().min(1),
  /** Of a worker. */
  threads: z.int().min(1),
  /** Indices into the mix: the parts of which it serves all requests. */
  parts: z.array(z.int().min(0)),
  /** Whether it serves some requests of a part, and another group the others: then its response time is not known. */
  sharesParts: z.boolean(),
});
export type Pool = z.infer<typeof poolSchema>;

/** Who serves which part of the mix in a variant on so many CPUs. */
export function poolsOf(
  { processGroups, workers, threads, replicas }: Variant,
  mix: Mix,
  serverCpuCount: number,
): Pool[] {
  if (!processGroups) {
    const all = workerCount({ workers }, serverCpuCount) * replicas;
    return [{ group: null, workers: all, threads, parts: [...mix.keys()], sharesParts: false }];
  }
  const serving = mix.map(({ workload }) => {
    const { requests } = loadFor(workload, 0);
    return new Set(requests.map(({ path }) => groupServing(path, processGroups)));
  });
  return Object.entries(processGroups).map(([name, group]) => ({
    group: name,
    workers: workerCount(group, serverCpuCount) * replicas,
    threads: group.threads,
    parts: [...mix.keys()].filter((part) => serving[part]!.has(name) && serving[part]!.size === 1),
    sharesParts: serving.some((names) => names.has(name) && names.size > 1),
  }));
}
