import { execFileSync } from "node:child_process";
import {
  parseProcessStat,
  readAllProcessStats,
  readProcessStat,
  type ProcessStat,
} from "./process-stat.ts";

/** One process as the kernel knows it. Ended but unreaped ones (zombies) are left out of every table. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  session: number;
  /** Tells a process from a later one of the same pid: clock ticks since boot, or a date where there is no /proc. */
  startTime: string;
}

export type ProcessTable = Map<number, ProcessEntry>;

/** Reads `/proc/<pid>/stat`; undefined for a zombie. */
export function parseStat(text: string): ProcessEntry | undefined {
  return entryOf(parseProcessStat(text));
}

function entryOf(stat: ProcessStat | undefined): ProcessEntry | undefined {
  if (stat === undefined || stat.isZombie) return undefined;
  const { pid, parent, group, session, startTicks } = stat;
  return { pid, parent, group, session, startTime: `${startTicks}` };
}

/** Reads one line of `ps -axo pid=,ppid=,pgid=,stat=,lstart=`; undefined for a zombie. */
export function parsePsLine(line: string): ProcessEntry | undefined {
  const [pid, parent, group, state, ...started] = line.trim().split(/\s+/);
  if (state === undefined || state.startsWith("Z") || started.length === 0) return undefined;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: Number(group),
    startTime: started.join(" "),
  };
}

/** All processes that can be seen from here. */
export function readProcessTable(): ProcessTable {
  const table: ProcessTable = new Map();
  for (const entry of process.platform === "linux" ? fromProc() : fromPs())
    if (entry) table.set(entry.pid, entry);
  return table;
}

/** One process; undefined when there is none of that pid (any more). */
export function readProcess(pid: number, fileSystemRoot = ""): ProcessEntry | undefined {
  if (process.platform !== "linux" && fileSystemRoot === "") return readProcessTable().get(pid);
  return entryOf(readProcessStat(pid, fileSystemRoot));
}

/** Adds to `members` whatever descends from them: parents come before their children. */
export function addDescendants(
  members: Set<number>,
  table: ReadonlyMap<number, { pid: number; parent: number }>,
): void {
  for (let before = -1; before !== members.size;) {
    before = members.size;
    for (const { pid, parent } of table.values()) if (members.has(parent)) members.add(pid);
  }
}

function fromProc(): (ProcessEntry | undefined)[] {
  return [...readAllProcessStats().values()].map(entryOf);
}

function fromPs(): (ProcessEntry | undefined)[] {
  const output = execFileSync("ps", ["-axo", "pid=,ppid=,pgid=,stat=,lstart="], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  });
  return output.split("\n").map(parsePsLine);
}
