import type { ProcessGroupMark, ProcessGroupUse } from "@stackbench/model";
import { keyOf, ProcessLedger, sumOf } from "./process-ledger.ts";
import type { HandedTicks, Ticks } from "./process-ledger.ts";
import {
  readCommandLine,
  readProcessStat,
  readProportionalBytes,
  ticksPerSecond,
  type ProcessStat,
} from "@stackbench/host";
import type { CpuReading } from "./source.ts";

/** A group's name; null for processes of none. */
type GroupName = string | null;

/**
 * What each group of a service's processes uses. A process belongs to the first group whose title stands in its
 * command line, from its first reading on: what it used before it took that title counts for the group too.
 *
 * What it can miss, and gives to no group: the CPU time of processes that were born and ended between two readings,
 * and the last moments of those that ended, where processes of several groups ended below one parent.
 */
export class GroupAccounts {
  readonly #pids: () => readonly number[];
  readonly #titles: readonly ProcessGroupMark[];
  readonly #root: string;
  readonly #ledger = new ProcessLedger();
  /** By the process's key. */
  readonly #groups = new Map<string, GroupName>();
  readonly #most = new Map<GroupName, number>();
  readonly #memory = new Map<GroupName, MemoryReading[]>();

  /** `pids`: the service's processes at the moment. */
  constructor(
    pids: () => readonly number[],
    marks: readonly ProcessGroupMark[],
    fileSystemRoot: string,
  ) {
    this.#pids = pids;
    this.#titles = marks;
    this.#root = fileSystemRoot;
  }

  /** The first edge. */
  begin(): void {
    this.#ledger.begin(this.#readProcesses());
    this.#groups.clear();
    this.#classify();
  }

  /** Several times a second: who is there, and what they have used. */
  look(): void {
    this.#ledger.see(this.#readProcesses());
    this.#classify();
  }

  /**
   * Dear, so outside the edges and seldom in between. Uses the latest `look`. A group of which no process was there to be
   * read (its one process had just ended, or has not taken its title yet) has no reading then, rather than one of 0.
   * `atSeconds`: from the first edge.
   */
  readMemory(atSeconds: number): void {
    const readings = this.#ledger.live().map((stat) => ({
      group: this.#groupOf(stat),
      bytes: readProportionalBytes(stat.pid, this.#root),
    }));
    for (const [group, own] of Map.groupBy(readings, (reading) => reading.group)) {
      const present = own.map(({ bytes }) => bytes).filter((bytes) => bytes !== "ended");
      const known = present.filter((bytes) => bytes !== "unreadable");
      if (known.length === 0 || known.length < present.length) continue;
      const sum = known.reduce((total, bytes) => total + bytes, 0);
      const reading = { atSeconds, bytes: sum };
      this.#memory.set(group, [...(this.#memory.get(group) ?? []), reading]);
    }
  }

  /** `total`: the whole service's CPU time between the edges. */
  uses(total: CpuReading): ProcessGroupUse[] {
    const own = this.#ledger.own();
    const handed = this.#ledger.handed();
    const named = this.#titles.map(({ name }): ProcessGroupUse => {
      const ofEnded = sumOf(
        handed.filter((one) => this.#soleGroupOf(one) === name).map(({ ticks }) => ticks),
      );
      const seen = own.filter(({ process }) => this.#groupOf(process) === name);
      return {
        name,
        ...cpuOf(sumOf([...seen.map(({ ticks }) => ticks), ofEnded])),
        ...(ofEnded.user + ofEnded.system > 0 && {
          cpuOfEndedSeconds: (ofEnded.user + ofEnded.system) / ticksPerSecond,
        }),
        ...this.#countsOf(name),
        endedProcesses: seen.filter(({ hasEnded }) => hasEnded).length,
      };
    });
    const nobodys = own.filter(({ process }) => this.#groupOf(process) === null);
    return [
      ...named,
      {
        name: null,
        ...rest(total, named),
        ...this.#countsOf(null),
        endedProcesses: nobodys.filter(({ hasEnded }) => hasEnded).length,
      },
    ];
  }

  #groupOf(stat: ProcessStat): GroupName {
    return this.#groups.get(keyOf(stat)) ?? null;
  }

  /**
   * The one group of all that may have used more than was seen of them; null where several have a part in it, or
   * nobody has. Of one that was read after its end nothing is missing.
   */
  #soleGroupOf({ ended }: HandedTicks): GroupName {
    const unsure = ended.filter(({ isZombie }) => !isZombie);
    const groups = new Set(unsure.map((stat) => this.#groupOf(stat)));
    const [only] = groups;
    return groups.size === 1 ? only! : null;
  }

  /**
   * Parents before their children: a child that ends in between is then missing in both, rather than counted for
   * itself and by its parent. One that has ended and awaits its parent is in no list any more, but can still be read.
   */
  #readProcesses(): ProcessStat[] {
    const known = this.#ledger.live();
    const pids = new Set([...known.map(({ pid }) => pid), ...this.#pids()]);
    const now = [...pids].map((pid) => readProcessStat(pid, this.#root));
    return now.filter((stat) => stat !== undefined);
  }

  #classify(): void {
    const counts = new Map<GroupName, number>();
    for (const stat of this.#ledger.live().filter(({ isZombie }) => !isZombie)) {
      // Titles are set a moment after a process is born, and stay.
      if (this.#groupOf(stat) === null) this.#groups.set(keyOf(stat), this.#readGroup(stat.pid));
      const group = this.#groupOf(stat);
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    for (const [group, count] of counts) {
      this.#most.set(group, Math.max(count, this.#most.get(group) ?? 0));
    }
  }

  #readGroup(pid: number): GroupName {
    const text = readCommandLine(pid, this.#root).replaceAll("\0", " ");
    return this.#titles.find(({ title }) => text.includes(title))?.name ?? null;
  }

  #countsOf(
    name: GroupName,
  ): Pick<
    ProcessGroupUse,
    "processes" | "memoryProportionalBytes" | "memoryProportionalMeanBytes" | "memoryOverTime"
  > {
    const read = this.#memory.get(name) ?? [];
    const readings = read.map(({ bytes }) => bytes);
    const kept = thinned(read);
    return {
      ...(readings.length > 0 && {
        memoryProportionalBytes: Math.max(...readings),
        memoryProportionalMeanBytes: readings.reduce((sum, one) => sum + one, 0) / readings.length,
        memoryOverTime: {
          at: kept.map(({ atSeconds }) => atSeconds),
          bytes: kept.map(({ bytes }) => bytes),
        },
      }),
      processes: this.#most.get(name) ?? 0,
    };
  }
}

interface MemoryReading {
  atSeconds: number;
  bytes: number;
}

const mostReadings = 300;

/** Every second goes, as often as it takes. */
function thinned(readings: readonly MemoryReading[]): readonly MemoryReading[] {
  if (readings.length <= mostReadings) return readings;
  return thinned(readings.filter((_, index) => index % 2 === 0));
}

function cpuOf({ user, system }: Ticks): { cpuUserSeconds: number; cpuSystemSeconds: number } {
  return { cpuUserSeconds: user / ticksPerSecond, cpuSystemSeconds: system / ticksPerSecond };
}

/** What is left of the whole; nothing where ticks rounded up make the parts more than it. */
function rest(
  total: CpuReading,
  parts: readonly ProcessGroupUse[],
): { cpuUserSeconds: number; cpuSystemSeconds: number } {
  const user = parts.reduce((left, part) => left - part.cpuUserSeconds, total.userSeconds);
  const system = parts.reduce((left, part) => left - part.cpuSystemSeconds, total.systemSeconds);
  const whole = Math.max(0, user + system);
  const cpuUserSeconds = Math.min(whole, Math.max(0, user));
  return { cpuUserSeconds, cpuSystemSeconds: whole - cpuUserSeconds };
}
