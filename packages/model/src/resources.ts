import { z } from "zod";
import type { CpuSet } from "./cpus.ts";

/** The parts of a sitting that use CPU and memory. */
export const serviceNames = [
  "app",
  "proxy",
  "database",
  "upstream",
  "load",
  "pod",
  "orchestrator",
] as const;
export const serviceNameSchema = z.enum(serviceNames);
export type ServiceName = z.infer<typeof serviceNameSchema>;

/** What one service used over a window. A figure the source cannot give is absent. */
export const serviceUseSchema = z.strictObject({
  source: z.enum(["cgroup-v1", "cgroup-v2", "proc", "self"]),
  cpuUserSeconds: z.number().min(0),
  cpuSystemSeconds: z.number().min(0),
  /** Time the cgroup wanted to run and was not let, seconds. */
  throttledSeconds: z.number().min(0).optional(),
  /** Highest working set (usage without inactive file cache; resident set for processes) of the samples, bytes. */
  memoryWorkingSetBytes: z.number().min(0).optional(),
  /** The kernel's own high-water mark since the service started, bytes. */
  memoryPeakBytes: z.number().min(0).optional(),
  /** Highest number of processes of the samples. */
  processes: z.int().min(0).optional(),
});
export type ServiceUse = z.infer<typeof serviceUseSchema>;

/** What the host did meanwhile. Shares are of the whole machine's or the set's CPU time, 0 to 1. */
export const hostUseSchema = z.strictObject({
  stealShare: z.number().min(0).optional(),
  /** Time with at least one task waiting for a CPU, share of wall time (PSI `some`). */
  cpuPressureShare: z.number().min(0).optional(),
  memoryPressureShare: z.number().min(0).optional(),
  ioPressureShare: z.number().min(0).optional(),
  /** Busy (not idle, not waiting, not stolen) share of each CPU, by CPU number. */
  busyShareByCpu: z.record(z.string(), z.number().min(0)).optional(),
  /** Steal share of each CPU, by CPU number. */
  stealShareByCpu: z.record(z.string(), z.number().min(0)).optional(),
});
export type HostUse = z.infer<typeof hostUseSchema>;

export const resourceUseSchema = z.strictObject({
  /** Wall time between the two edge readings, seconds. */
  seconds: z.number().positive(),
  services: z.partialRecord(serviceNameSchema, serviceUseSchema),
  host: hostUseSchema,
  /** Of the network namespace that the app listens in, from its `/proc/<pid>/net/netstat`. */
  network: z
    .strictObject({
      /** Connections that found the accept queue full (`TcpExt: ListenOverflows`). */
      listenOverflows: z.int().min(0),
      /** All connections that a listening socket dropped (`TcpExt: ListenDrops`). */
      listenDrops: z.int().min(0),
    })
    .optional(),
});
export type ResourceUse = z.infer<typeof resourceUseSchema>;

/** User and system CPU time of a service, seconds. */
export function cpuSecondsOf({
  cpuUserSeconds,
  cpuSystemSeconds,
}: Pick<ServiceUse, "cpuUserSeconds" | "cpuSystemSeconds">): number {
  return cpuUserSeconds + cpuSystemSeconds;
}

/** Mean busy share of the CPUs of a set, 0 to 1; undefined where the host does not tell of each. */
export function meanBusyShare(
  { host }: Pick<ResourceUse, "host">,
  set: CpuSet,
): number | undefined {
  const shares = set.map((cpu) => host.busyShareByCpu?.[String(cpu)]);
  const known = shares.filter((share) => share !== undefined);
  if (known.length < set.length) return undefined;
  return known.reduce((sum, share) => sum + share, 0) / set.length;
}
