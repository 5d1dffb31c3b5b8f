import { readdirSync } from "node:fs";
import { readText } from "./read-file.ts";

/** USER_HZ: the unit in which the kernel tells user space of ticks, 1/100 s on every architecture of today. */
export const ticksPerSecond = 100;

/** One process as `/proc/<pid>/stat` tells of it; CPU time in ticks of 1/100 s (USER_HZ), its own and that of its ended and reaped children. */
export interface ProcessStat {
  pid: number;
  parent: number;
  group: number;
  session: number;
  /** It has ended and awaits its parent, or is about to go: its counters stay, its memory and command line are gone. */
  isZombie: boolean;
  /** Ticks since boot: tells it from a later process of the same pid. */
  startTicks: number;
  userTicks: number;
  systemTicks: number;
  childUserTicks: number;
  childSystemTicks: number;
}

/** Reads `/proc/<pid>/stat`. The name in brackets may hold anything, brackets too. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 20) return undefined;
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(fields[1]),
    group: Number(fields[2]),
    session: Number(fields[3]),
    isZombie: fields[0] === "Z" || fields[0] === "X",
    userTicks: Number(fields[11]),
    systemTicks: Number(fields[12]),
    childUserTicks: Number(fields[13]),
    childSystemTicks: Number(fields[14]),
    startTicks: Number(fields[19]),
  };
}

/** One process; undefined where there is none of that pid. */
export function readProcessStat(pid: number, fileSystemRoot = ""): ProcessStat | undefined {
  const text = readText(`${fileSystemRoot}/proc/${pid}/stat`);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** Every process of the machine, zombies too; none where there is no /proc. */
export function readAllProcessStats(fileSystemRoot = ""): Map<number, ProcessStat> {
  const all = new Map<number, ProcessStat>();
  let names: string[];
  try {
    names = readdirSync(`${fileSystemRoot}/proc`);
  } catch {
    return all;
  }
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const stat = readProcessStat(Number(name), fileSystemRoot);
    if (stat) all.set(stat.pid, stat);
  }
  return all;
}
