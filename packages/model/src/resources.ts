import { z } from "zod";

/** The parts of a sitting that use CPU and memory; `pod` stands only in older runs, where the network had an owner of its own. */
export const serviceNames = [
  "app",
  "proxy",
  "database",
  "upstream",
  "load",
  "pod",
  "orchestrator",
] as const;
const serviceNameSchema = z.enum(serviceNames);
export type ServiceName = z.infer<typeof serviceNameSchema>;

/**
 * What the processes of one group used over a window. CPU time comes from each process's own counter, in ticks of
 * 10 ms, as it was last read before the process ended.
 */
export const processGroupUseSchema = z.strictObject({
  /** Null: the processes of no group, and the CPU time of the service that cannot be told to any. */
  name: z.string().nullable(),
  cpuUserSeconds: z.number().min(0),
  cpuSystemSeconds: z.number().min(0),
  /** Of these, what only a parent's counter of its ended children tells; absent where nothing ended. */
  cpuOfEndedSeconds: z.number().min(0).optional(),
  /**
   * Highest and mean proportional set size (PSS: what processes share is divided among them) of all its processes
   * together, bytes. Read at the window's edges and at most every 2 s in between.
   */
  memoryProportionalBytes: z.number().min(0).optional(),
  memoryProportionalMeanBytes: z.number().min(0).optional(),
  /** The same in time, a few hundred readings at most, `at` in seconds from the first edge. Absent in older runs. */
  memoryOverTime: z
    .strictObject({ at: z.array(z.number()), bytes: z.array(z.number()) })
    .optional(),
  /** Highest number of processes of the samples. */
  processes: z.int().min(0),
  /** Processes that were seen and had ended before the window did. */
  endedProcesses: z.int().min(0),
});
export type ProcessGroupUse = z.infer<typeof processGroupUseSchema>;

/** A number of processes over a window. */
export const processSeriesSchema = z.strictObject({
  intervalMs: z.number().positive(),
  /** The first at the window's first edge, then one an interval. */
  counts: z.array(z.int().min(0)).min(1),
});
export type ProcessSeries = z.infer<typeof processSeriesSchema>;

/** Memory of one process in time. */
const processMemorySchema = z.strictObject({
  /** As the harness sees it. One that comes again with another start is another process. */
  pid: z.int().min(1),
  /** Whether others of the service were its children: a master, which serves nobody. */
  isParent: z.boolean(),
  /** When it was first seen, seconds from the window's first edge; 0 for one that was there already. */
  fromSeconds: z.number().min(0),
  /** When it was seen to have ended; absent where it outlived the window. */
  toSeconds: z.number().min(0).optional(),
  /** Its memory, bytes: one value at each of the samples from the one of this index on (`at` of the series). */
  firstSample: z.int().min(0),
  bytes: z.array(z.int().min(0)).min(1),
});
export type ProcessMemory = z.infer<typeof processMemorySchema>;

/**
 * Memory of each of a service's processes over a window, only where it was asked for. Few hundred values in all: once
 * there are more, every second sample is dropped and left out from then on, and with it whoever lived between two.
 */
const memorySeriesSchema = z.strictObject({
  /**
   * `proportional`: its own pages and its part of the shared ones (PSS), so that a sum counts nothing twice. `own`: its
   * own alone, where the former may not be read; what all share is then in none of them.
   */
  measure: z.enum(["proportional", "own"]),
  /** When each sample was taken, seconds from the first edge. */
  at: z.array(z.number().min(0)),
  processes: z.array(processMemorySchema),
  /**
   * Processes without children that began, and that ended, between the edges. Processes are looked for every
   * `lookMs`: who lived for less may be in neither.
   */
  begun: z.int().min(0),
  ended: z.int().min(0),
  /** Of those that began and ended in the window: how long half of them lived, seconds; absent where there were none. */
  medianLifeSeconds: z.number().min(0).optional(),
  lookMs: z.number().positive(),
});
export type MemorySeries = z.infer<typeof memorySeriesSchema>;

/**
 * How the processes of a service that served shared the work, the oldest first, two or more. CPU time is the witness of
 * the requests, which nobody sees by process; ticks of 10 ms. Only processes that lived through the whole window.
 */
const sharingSchema = z.strictObject({
  /** Connections that each held at the window's second edge; absent where they cannot be seen (unix sockets, other users' processes). */
  connections: z.array(z.int().min(0)).min(2).optional(),
  cpuSeconds: z.array(z.number().min(0)).min(2),
});
export type Sharing = z.infer<typeof sharingSchema>;

/**
 * What one service used over a window, all its containers together. A figure the source cannot give, or cannot give
 * for all of them, is absent.
 */
export const serviceUseSchema = z.strictObject({
  source: z.enum(["cgroup-v1", "cgroup-v2", "proc", "self"]),
  cpuUserSeconds: z.number().min(0),
  cpuSystemSeconds: z.number().min(0),
  /** Time that its control group, or one above it, wanted to run and a CPU quota did not let it, seconds. Local processes share their group with the harness. */
  throttledSeconds: z.number().min(0).optional(),
  /** Highest working set (usage without inactive file cache; resident set for processes) of the samples, bytes. */
  memoryWorkingSetBytes: z.number().min(0).optional(),
  /** The kernel's own high-water mark since the service started, bytes; of several containers, the sum of each one's. */
  memoryPeakBytes: z.number().min(0).optional(),
  /** Highest number of processes of the samples. */
  processes: z.int().min(0).optional(),
  /** Of the app: how many processes it had, in time. */
  processSeries: processSeriesSchema.optional(),
  /** Of the app, where the experiment asks for it (`seriesOf`). */
  memorySeries: memorySeriesSchema.optional(),
  /** Of app and proxy, where two processes or more served. */
  sharing: sharingSchema.optional(),
  /** Of an app with process groups: each of them, then the rest. */
  processGroups: z.array(processGroupUseSchema).optional(),
});
export type ServiceUse = z.infer<typeof serviceUseSchema>;

/** What the host did meanwhile. Shares are of the whole machine's or the set's CPU time, 0 to 1. */
const hostUseSchema = z.strictObject({
  stealShare: z.number().min(0).optional(),
  /** Time with at least one task waiting for a CPU, share of wall time (PSI `some`). */
  cpuPressureShare: z.number().min(0).optional(),
  memoryPressureShare: z.number().min(0).optional(),
  ioPressureShare: z.number().min(0).optional(),
  /** Busy (not idle, not waiting, not stolen) share of each CPU, by CPU number. */
  busyShareByCpu: z.record(z.string(), z.number().min(0)).optional(),
  /**
   * The part of it that stands in the accounts of programs, by CPU number: without interrupts where the kernel keeps
   * those apart, or where nobody knows.
   */
  programShareByCpu: z.record(z.string(), z.number().min(0)).optional(),
  /** Steal share of each CPU, by CPU number. */
  stealShareByCpu: z.record(z.string(), z.number().min(0)).optional(),
});
export type HostUse = z.infer<typeof hostUseSchema>;

/** What the interfaces of a network carried, the loopback aside: frames as it counts them itself, without what a tunnel puts around each. */
const carriedSchema = z.strictObject({
  receivedBytes: z.number().min(0),
  receivedPackets: z.number().min(0),
  sentBytes: z.number().min(0),
  sentPackets: z.number().min(0),
});
export type Carried = z.infer<typeof carriedSchema>;

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
      /**
       * What the app's own listening sockets dropped since they were opened; where others listen in the same namespace
       * and something was dropped. Absent where that cannot be read.
       */
      ownDrops: z.int().min(0).optional(),
      /** Of the first machine of the server, where a sitting is on several; absent where it is on one. */
      carried: carriedSchema.optional(),
    })
    .optional(),
  /**
   * For how long, at most, the kernel of the server's machine answered another machine of the sitting nothing at all, ms; a silence that
   * began before the window or ended after it counts whole. Absent where all of it is on one.
   */
  waySilenceMs: z.number().min(0).optional(),
});
/** Machines that do not reach each other for so long have lost each other, ms. Packets lost on a full network do not add up to it. */
export const longestWaySilenceMs = 1000;

/** What a silence of so many ms means; undefined where it is none to speak of, or was not looked for. */
export function describeSilence(ms: number | undefined): string | undefined {
  if (ms === undefined || ms < longestWaySilenceMs) return undefined;
  return `the node of the server was not reached from another one of the sitting for ${(ms / 1000).toFixed(1)} s (limit ${longestWaySilenceMs / 1000} s)`;
}

export type ResourceUse = z.infer<typeof resourceUseSchema>;

/** Services that a CPU quota held back, and for how long, seconds, over their containers and CPUs together. */
export function throttledServices({
  services,
}: Pick<ResourceUse, "services">): { name: ServiceName; seconds: number }[] {
  return serviceNames.flatMap((name) => {
    const seconds = services[name]?.throttledSeconds ?? 0;
    return seconds > 0 ? [{ name, seconds }] : [];
  });
}

/** User and system CPU time of a service, seconds. */
export function cpuSecondsOf({
  cpuUserSeconds,
  cpuSystemSeconds,
}: Pick<ServiceUse, "cpuUserSeconds" | "cpuSystemSeconds">): number {
  return cpuUserSeconds + cpuSystemSeconds;
}
