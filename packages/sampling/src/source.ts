import type { ServiceUse } from "@stackbench/model";

/** CPU time since the service started, or since any other fixed moment, seconds. */
export interface CpuReading {
  userSeconds: number;
  systemSeconds: number;
  /** Where the kernel counts the sum more exactly than its parts. */
  totalSeconds?: number;
  throttledSeconds?: number;
}

export interface MemoryReading {
  workingSetBytes?: number;
  processes?: number;
}

/** Where the figures of one service come from. Every method is quick, synchronous, and gives undefined for what cannot be read. */
export interface Source {
  readonly name: ServiceUse["source"];
  /** Reads the first edge. */
  begin(): void;
  /** Reads the second edge; the CPU time between the two, undefined where either could not be read. */
  end(): CpuReading | undefined;
  /** Called a few times a second in between. */
  poll(): MemoryReading | undefined;
  /** The processes that it is now. */
  pids(): readonly number[];
  /** The kernel's own high-water mark since the service started. */
  memoryPeakBytes(): number | undefined;
}

/** Differences of two readings; never below zero, for the kernel's own counters may be corrected by a tick. */
export function between(first: CpuReading, last: CpuReading): CpuReading {
  let user = Math.max(0, last.userSeconds - first.userSeconds);
  let system = Math.max(0, last.systemSeconds - first.systemSeconds);
  if (first.totalSeconds !== undefined && last.totalSeconds !== undefined) {
    // The sum is exact where the parts are sampled at clock ticks: the parts only tell how to divide it.
    const total = Math.max(0, last.totalSeconds - first.totalSeconds);
    const userShare = user + system > 0 ? user / (user + system) : 1;
    user = total * userShare;
    system = total - user;
  }
  const throttled =
    first.throttledSeconds !== undefined && last.throttledSeconds !== undefined
      ? { throttledSeconds: Math.max(0, last.throttledSeconds - first.throttledSeconds) }
      : {};
  return { userSeconds: user, systemSeconds: system, ...throttled };
}
