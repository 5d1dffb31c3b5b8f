import type { ProcessStat } from "@stackbench/host";

/** CPU time in ticks of 1/100 s. */
export interface Ticks {
  user: number;
  system: number;
}

/** What a process used since the first reading, as far as it was seen itself. */
export interface OwnTicks {
  process: ProcessStat;
  /** Whether it ended after the first reading. */
  hasEnded: boolean;
  ticks: Ticks;
}

/** What only a parent's counters of ended children tell: the last moments of `ended`, and whole lives nobody saw. */
export interface HandedTicks {
  /** Those that were seen, and have ended since. */
  ended: readonly ProcessStat[];
  ticks: Ticks;
}

/**
 * The CPU time that processes used between two readings, and who used it.
 *
 * When a process ends and its parent reaps it, the kernel adds its whole life to the parent's counters of children,
 * also what it used before the first reading: that is taken off again. One that was not handed up so (its parent
 * ignores its children's end, or is not among the processes) is counted as far as it was last seen. One that was
 * born and ended unseen, and not handed up, is lost.
 */
export class ProcessLedger {
  readonly #first = new Map<string, ProcessStat>();
  readonly #latest = new Map<string, ProcessStat>();
  readonly #live = new Set<string>();

  /** The first reading: all processes there are. */
  begin(processes: Iterable<ProcessStat>): void {
    this.#first.clear();
    this.#latest.clear();
    this.see(processes);
    for (const [key, stat] of this.#latest) this.#first.set(key, stat);
  }

  /** A later reading: all processes there are now. Whoever is not among them has ended. */
  see(processes: Iterable<ProcessStat>): void {
    this.#live.clear();
    for (const stat of processes) {
      this.#latest.set(keyOf(stat), stat);
      this.#live.add(keyOf(stat));
    }
  }

  /** Those of the last reading, the oldest first. */
  live(): ProcessStat[] {
    const live = [...this.#latest.values()].filter((stat) => this.#live.has(keyOf(stat)));
    return live.toSorted((a, b) => a.startTicks - b.startTicks);
  }

  own(): OwnTicks[] {
    return [...this.#latest].map(([key, stat]) => {
      const before = this.#first.get(key);
      return {
        process: stat,
        hasEnded: (stat.isZombie || !this.#live.has(key)) && !before?.isZombie,
        ticks: {
          user: stat.userTicks - (before?.userTicks ?? 0),
          system: stat.systemTicks - (before?.systemTicks ?? 0),
        },
      };
    });
  }

  handed(): HandedTicks[] {
    const byPid = Map.groupBy(this.#latest.values(), ({ pid }) => pid);
    const accounts = new Map<string, { ended: ProcessStat[]; ticks: Ticks }>();
    for (const [key, stat] of this.#latest) {
      const heir = this.#heirOf(stat, byPid);
      if (heir === undefined) continue;
      const account = accounts.get(heir) ?? { ended: [], ticks: { user: 0, system: 0 } };
      accounts.set(heir, account);
      const before = this.#first.get(key);
      account.ticks.user += stat.childUserTicks - (before?.childUserTicks ?? 0);
      account.ticks.system += stat.childSystemTicks - (before?.childSystemTicks ?? 0);
      if (heir === key) continue;
      // Its life as it was last seen is in its own ticks, or was used before the first reading.
      account.ended.push(stat);
      account.ticks.user -= stat.userTicks + stat.childUserTicks;
      account.ticks.system -= stat.systemTicks + stat.childSystemTicks;
    }
    return [...accounts.values()]
      .map(({ ended, ticks }) => ({ ended, ticks: settled(ticks) }))
      .filter(({ ticks }) => ticks.user + ticks.system > 0);
  }

  /** All of it. */
  total(): Ticks {
    return sumOf([...this.own(), ...this.handed()].map(({ ticks }) => ticks));
  }

  /** Itself while it lives, else its nearest ancestor that lives. */
  #heirOf(
    stat: ProcessStat,
    byPid: ReadonlyMap<number, readonly ProcessStat[]>,
  ): string | undefined {
    const passed = new Set<string>();
    for (let at: ProcessStat | undefined = stat; at !== undefined; at = parentOf(at, byPid)) {
      const key = keyOf(at);
      if (this.#live.has(key)) return key;
      if (passed.has(key)) return undefined;
      passed.add(key);
    }
    return undefined;
  }
}

export function sumOf(all: readonly Ticks[]): Ticks {
  const sum = { user: 0, system: 0 };
  for (const { user, system } of all) {
    sum.user += user;
    sum.system += system;
  }
  return sum;
}

/** A pid may come again, with a later start. */
export function keyOf({ pid, startTicks }: Pick<ProcessStat, "pid" | "startTicks">): string {
  return `${pid}/${startTicks}`;
}

/** Of all processes that had its parent's pid, the youngest that was there when it started. */
function parentOf(
  { parent, startTicks }: ProcessStat,
  byPid: ReadonlyMap<number, readonly ProcessStat[]>,
): ProcessStat | undefined {
  const older = (byPid.get(parent) ?? []).filter((stat) => stat.startTicks <= startTicks);
  return older.toSorted((a, b) => b.startTicks - a.startTicks)[0];
}

/** Below zero where children that were seen were not handed up: then nothing is left to tell of. */
function settled({ user, system }: Ticks): Ticks {
  const total = Math.max(0, user + system);
  const ofUser = Math.min(total, Math.max(0, user));
  return { user: ofUser, system: total - ofUser };
}
