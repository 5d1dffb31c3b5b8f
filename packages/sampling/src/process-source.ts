import {
  readAllProcessStats,
  readMemoryPeakBytes,
  readResidentMemory,
  ticksPerSecond,
  type ProcessStat,
} from "@stackbench/host";
import { ProcessLedger } from "./process-ledger.ts";
import { treeOf } from "./process-tree.ts";
import type { MemoryReading, Source } from "./source.ts";

/** The processes of the machine, read once for all services that ask at about the same time. */
export interface ProcessView {
  all(): ReadonlyMap<number, ProcessStat>;
  /** Throws the last reading away. */
  refresh(): void;
}

export function processView(fileSystemRoot: string): ProcessView {
  let reading: ReadonlyMap<number, ProcessStat> | undefined;
  return {
    all: () => (reading ??= readAllProcessStats(fileSystemRoot)),
    refresh: () => {
      reading = undefined;
    },
  };
}

/**
 * A service that is `pid` and its descendants. `readThrottled` reads for how long CPU quotas held their control groups
 * back, seconds. Undefined where no such process lives.
 */
export function processSource(
  pid: number,
  view: ProcessView,
  fileSystemRoot: string,
  readThrottled: () => number | undefined,
): Source | undefined {
  if (view.all().get(pid)?.isZombie !== false) return undefined;
  let throttledBefore: number | undefined;
  const ledger = new ProcessLedger();
  let tree = new Map<number, ProcessStat>();
  let lastView: ReadonlyMap<number, ProcessStat> | undefined;
  let begun = false;
  let alone = true;
  const look = (): Map<number, ProcessStat> => {
    const all = view.all();
    // The view is read anew about once a second: between two readings the tree is the same.
    if (all === lastView) return tree;
    lastView = all;
    tree = treeOf(pid, all);
    if (begun) ledger.see(tree.values());
    alone &&= tree.size === 1;
    return tree;
  };
  return {
    name: "proc",
    begin: () => {
      throttledBefore = readThrottled();
      ledger.begin(look().values());
      begun = true;
    },
    end: () => {
      if (!begun || !look().has(pid)) return undefined;
      const { user, system } = ledger.total();
      const throttled = readThrottled();
      return {
        userSeconds: user / ticksPerSecond,
        systemSeconds: system / ticksPerSecond,
        ...(throttled !== undefined &&
          throttledBefore !== undefined && {
            throttledSeconds: Math.max(0, throttled - throttledBefore),
          }),
      };
    },
    poll: () => readMemory([...look().keys()], fileSystemRoot),
    pids: () => [...look().keys()],
    // Marks of several processes were not reached at one time, so their sum would mean nothing.
    memoryPeakBytes: () => (alone ? readMemoryPeakBytes(pid, fileSystemRoot) : undefined),
  };
}

/**
 * What belongs to each process alone, summed, and the largest shared part once: workers map the
 * same program and the same shared memory, which a plain sum of resident sets counts once each. It comes
 * near the proportional set size at a hundredth of its price: `smaps_rollup` walks all page tables,
 * `statm` is two counters.
 */
function readMemory(pids: readonly number[], fileSystemRoot: string): MemoryReading | undefined {
  let own = 0;
  let shared = 0;
  let processes = 0;
  for (const pid of pids) {
    const memory = readResidentMemory(pid, fileSystemRoot);
    if (memory === undefined) continue;
    processes++;
    own += memory.residentBytes - memory.sharedBytes;
    shared = Math.max(shared, memory.sharedBytes);
  }
  return processes === 0 ? undefined : { workingSetBytes: own + shared, processes };
}
