import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

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

/** Reads one line of `/proc/<pid>/stat`; undefined for a zombie. The name in brackets may hold anything, brackets too. */
export function parseStat(text: string): ProcessEntry | undefined {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parent, group, session] = fields;
  const startTime = fields[19];
  if (startTime === undefined || state === "Z" || state === "X") return undefined;
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    startTime,
  };
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
    table.set(entry.pid, entry);
  return table;
}

/** One process; undefined when there is none of that pid (any more). */
export function readProcess(pid: number): ProcessEntry | undefined {
  if (process.platform !== "linux") return readProcessTable().get(pid);
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

function* fromProc(): Generator<ProcessEntry> {
  for (const name of readdirSync("/proc")) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const entry = readProcess(Number(name));
    if (entry) yield entry;
  }
}

function* fromPs(): Generator<ProcessEntry> {
  const output = execFileSync("ps", ["-axo", "pid=,ppid=,pgid=,stat=,lstart="], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  });
  for (const line of output.split("\n")) {
    const entry = parsePsLine(line);
    if (entry) yield entry;
  }
}
