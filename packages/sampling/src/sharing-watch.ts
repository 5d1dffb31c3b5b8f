import type { Sharing } from "@stackbench/model";
import { keyOf } from "./process-ledger.ts";
import {
  readCommandLine,
  readProcessStat,
  ticksPerSecond,
  type ProcessStat,
} from "@stackbench/host";
import { readListened, readSocketsOf } from "./socket-owners.ts";

/** One process that lived through the whole window. */
interface Served {
  stat: ProcessStat;
  cpuSeconds: number;
  connections: number;
  /** Inodes of its listening sockets at a port that a connection came in by. */
  listeners: readonly string[];
}

/**
 * How the processes of a service shared connections and work in a window. Connections are looked at once, after the
 * second edge, when those that are kept are still open; so nothing of it costs time that is measured.
 */
export class SharingWatch {
  readonly #pids: () => readonly number[];
  readonly #root: string;
  #first = new Map<string, ProcessStat>();

  /** `pids`: the service's processes at the moment. */
  constructor(pids: () => readonly number[], fileSystemRoot: string) {
    this.#pids = pids;
    this.#root = fileSystemRoot;
  }

  /** About the first edge. */
  begin(): void {
    this.#first = new Map(this.#read().map((stat) => [keyOf(stat), stat]));
  }

  /**
   * About the second edge. Undefined where fewer than two processes served. Those that were born in between are left
   * out: they had less time.
   */
  end(): Sharing | undefined {
    const lasting = this.#read().filter((stat) => this.#first.has(keyOf(stat)));
    if (lasting.length < 2) return undefined;
    const served = this.#look(lasting);
    const areSeen = served.some(({ connections }) => connections > 0);
    const serving = areSeen ? this.#holders(served) : withoutParents(served).filter(isBusy);
    if (serving.length < 2) return undefined;
    return {
      ...(areSeen && { connections: serving.map(({ connections }) => connections) }),
      cpuSeconds: serving.map(({ cpuSeconds }) => cpuSeconds),
    };
  }

  #read(): ProcessStat[] {
    const stats = this.#pids().map((pid) => readProcessStat(pid, this.#root));
    return stats
      .filter((stat) => stat !== undefined)
      .filter(({ isZombie }) => !isZombie)
      .toSorted((a, b) => a.startTicks - b.startTicks || a.pid - b.pid);
  }

  #look(lasting: readonly ProcessStat[]): Served[] {
    const pids = lasting.map(({ pid }) => pid);
    const held = readSocketsOf(pids, this.#root);
    // The containers of one service are in one network namespace.
    const sockets = held?.some((inodes) => inodes.length > 0)
      ? readListened(pids[0]!, this.#root)
      : undefined;
    const open = new Set<number | undefined>(
      held?.flat().flatMap((inode) => sockets?.accepted.get(inode) ?? []),
    );
    return lasting.map((stat, index): Served => {
      const before = this.#first.get(keyOf(stat))!;
      const ticks = stat.userTicks + stat.systemTicks - before.userTicks - before.systemTicks;
      const inodes = held?.[index] ?? [];
      return {
        stat,
        cpuSeconds: Math.max(0, ticks) / ticksPerSecond,
        connections: inodes.filter((inode) => sockets?.accepted.has(inode)).length,
        listeners: inodes.filter((inode) => open.has(sockets?.listening.get(inode))),
      };
    });
  }

  /**
   * Those that hold connections, and idle ones that were given none: whoever has a listening socket to itself takes what
   * comes in by it; of those that share theirs with one that serves, such as are of its kind and no parent. A parent that
   * only listens, for children that share its socket or are handed their connections, is a master, and serves nobody.
   */
  #holders(served: readonly Served[]): Served[] {
    const holders = served.filter(({ connections }) => connections > 0);
    const kinds = new Set(holders.map(({ stat }) => this.#programOf(stat.pid)));
    const taken = new Set(holders.flatMap(({ listeners }) => listeners));
    const leaves = new Set(withoutParents(served));
    const isIdle = (one: Served) =>
      (taken.size > 0 && one.listeners.some((inode) => !taken.has(inode))) ||
      (one.listeners.length > 0 && leaves.has(one) && kinds.has(this.#programOf(one.stat.pid)));
    return served.filter((one) => one.connections > 0 || isIdle(one));
  }

  /** What it calls itself: daemons beside the workers have titles of their own, and arguments differ between workers. */
  #programOf(pid: number): string {
    return readCommandLine(pid, this.#root).split(/[\0 ]/, 1)[0]!;
  }
}

function withoutParents(served: readonly Served[]): Served[] {
  const parents = new Set(served.map(({ stat }) => stat.parent));
  return served.filter(({ stat }) => !parents.has(stat.pid));
}

/** Of processes whose connections cannot be seen: a helper uses next to nothing. */
function isBusy({ cpuSeconds }: Served, _: number, all: readonly Served[]): boolean {
  return cpuSeconds > 0 && cpuSeconds >= 0.05 * Math.max(...all.map((one) => one.cpuSeconds));
}
