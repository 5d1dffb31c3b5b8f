import {
  readProcessStat,
  readProportionalBytes,
  readResidentMemory,
  type ProcessStat,
} from "@stackbench/host";
import type { MemorySeries, ProcessMemory } from "@stackbench/model";
import { keyOf } from "./process-ledger.ts";

/** Between two looks at who is there: processes that are recycled may live for less than a second. */
export const lookIntervalMs = 100;
/** Proportional memory is dear to read: no more often than every so many looks, and less often as values grow many. */
const looksPerSample = 5;
/** Over all processes of a window. */
const mostValues = 600;

interface Life {
  stat: ProcessStat;
  isParent: boolean;
  fromSeconds: number;
  toSeconds?: number;
  /** By index of the sample. */
  bytes: Map<number, number>;
}

/** The memory of each process of a service in time, and how many began and ended meanwhile. */
export class MemoryWatch {
  readonly #pids: () => readonly number[];
  readonly #root: string;
  readonly #now: () => number;
  readonly #lives = new Map<string, Life>();
  /** Keys of those that were there at the last look. */
  #live = new Set<string>();
  #at: number[] = [];
  #startedMs = 0;
  #looks = 0;
  #looksPerSample = looksPerSample;
  #measure: MemorySeries["measure"] = "proportional";

  /** `pids`: the service's processes at the moment. `now`: ms of a clock that never goes back. */
  constructor(
    pids: () => readonly number[],
    fileSystemRoot: string,
    now = () => performance.now(),
  ) {
    this.#pids = pids;
    this.#root = fileSystemRoot;
    this.#now = now;
  }

  /** The first edge. */
  begin(): void {
    this.#startedMs = this.#now();
    this.#see(0);
    const isUnreadable = ({ stat }: Life): boolean =>
      readProportionalBytes(stat.pid, this.#root) === "unreadable";
    if (this.#present().some(isUnreadable)) this.#measure = "own";
    this.#sample(0);
  }

  /** Every `lookIntervalMs`. */
  look(): void {
    const seconds = this.#seconds();
    this.#see(seconds);
    this.#looks++;
    if (this.#looks % this.#looksPerSample === 0) this.#sample(seconds);
  }

  /** The second edge. */
  end(): void {
    const seconds = this.#seconds();
    this.#see(seconds);
    this.#sample(seconds);
  }

  series(): MemorySeries {
    const lives = [...this.#lives.values()];
    // One that was there at the first edge began before it.
    const begun = lives.filter(({ isParent, fromSeconds }) => !isParent && fromSeconds > 0);
    const spans = begun.flatMap(({ fromSeconds, toSeconds }) =>
      toSeconds === undefined ? [] : [toSeconds - fromSeconds],
    );
    return {
      measure: this.#measure,
      at: this.#at,
      processes: lives.flatMap(memoryOf),
      begun: begun.length,
      ended: lives.filter(({ isParent, toSeconds }) => !isParent && toSeconds !== undefined).length,
      ...(spans.length > 0 && {
        medianLifeSeconds: spans.toSorted((a, b) => a - b)[Math.floor(spans.length / 2)]!,
      }),
      lookMs: lookIntervalMs,
    };
  }

  #seconds(): number {
    return Math.round(this.#now() - this.#startedMs) / 1000;
  }

  #present(): Life[] {
    return [...this.#live].map((key) => this.#lives.get(key)!);
  }

  #see(seconds: number): void {
    const stats = this.#pids()
      .map((pid) => readProcessStat(pid, this.#root))
      .filter((stat) => stat !== undefined)
      .filter(({ isZombie }) => !isZombie);
    const parents = new Set(stats.map(({ parent }) => parent));
    const live = new Set<string>();
    for (const stat of stats) {
      const key = keyOf(stat);
      live.add(key);
      const life = this.#lives.get(key) ?? {
        stat,
        isParent: false,
        fromSeconds: seconds,
        bytes: new Map(),
      };
      life.isParent ||= parents.has(stat.pid);
      this.#lives.set(key, life);
    }
    for (const key of this.#live) if (!live.has(key)) this.#lives.get(key)!.toSeconds = seconds;
    this.#live = live;
  }

  #sample(seconds: number): void {
    const index = this.#at.length;
    this.#at.push(seconds);
    for (const { stat, bytes } of this.#present()) {
      const read = this.#read(stat.pid);
      if (read !== undefined) bytes.set(index, read);
    }
    while (this.#values() > mostValues && this.#at.length > 2) this.#thin();
  }

  /** Undefined where it cannot be read, or has just ended. */
  #read(pid: number): number | undefined {
    if (this.#measure === "proportional") {
      const read = readProportionalBytes(pid, this.#root);
      return typeof read === "number" ? read : undefined;
    }
    const memory = readResidentMemory(pid, this.#root);
    const own = memory && memory.residentBytes - memory.sharedBytes;
    return own === 0 ? undefined : own;
  }

  #values(): number {
    return [...this.#lives.values()].reduce((sum, { bytes }) => sum + bytes.size, 0);
  }

  /** Every second sample goes, and from now on half as many are taken. */
  #thin(): void {
    this.#looksPerSample *= 2;
    this.#at = this.#at.filter((_, index) => index % 2 === 0);
    for (const life of this.#lives.values()) {
      const kept = [...life.bytes].filter(([index]) => index % 2 === 0);
      life.bytes = new Map(kept.map(([index, bytes]) => [index / 2, bytes]));
    }
  }
}

/** Nothing of one that no sample met. Values that could not be read in between end a series: what follows is left out. */
function memoryOf({ stat, isParent, fromSeconds, toSeconds, bytes }: Life): ProcessMemory[] {
  const firstSample = [...bytes.keys()][0];
  if (firstSample === undefined) return [];
  const values: number[] = [];
  for (let index = firstSample; bytes.has(index); index++) values.push(bytes.get(index)!);
  return [
    {
      pid: stat.pid,
      isParent,
      fromSeconds,
      ...(toSeconds !== undefined && { toSeconds }),
      firstSample,
      bytes: values,
    },
  ];
}
