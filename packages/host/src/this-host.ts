import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { parseStat, readProcess } from "./process-table.ts";

/** The machine and the pid namespace that this program runs in, and a look at their processes. */
export interface Host {
  /** Changes at every start of the machine; null where the system has none. */
  bootId: string | null;
  /** A pid means nothing in another one; null where the system has none. */
  pidNamespace: string | null;
  /** Tells machines and containers apart: a digest of the machine's id and its name. */
  machine: string;
  /**
   * Start time of a living process; undefined where there is none of that pid, or only a zombie; null where there is one that
   * cannot be looked at (another user's, under `hidepid`).
   */
  startTime(pid: number): string | null | undefined;
}

/** `procRoot`: the kernel's own `/proc` unless a test has another. */
export function thisHost(procRoot = "/proc"): Host {
  const machineId = attempt(() => readFileSync("/etc/machine-id", "utf8").trim()) ?? "";
  const digest = createHash("sha256").update(`${machineId}\n${hostname()}`).digest("hex");
  return {
    bootId: attempt(() => readFileSync(`${procRoot}/sys/kernel/random/boot_id`, "utf8").trim()),
    pidNamespace: attempt(() => readlinkSync(`${procRoot}/self/ns/pid`)),
    machine: digest.slice(0, 12),
    startTime: procRoot === "/proc" ? startTimeOf : (pid) => startTimeIn(procRoot, pid),
  };
}

function startTimeOf(pid: number): string | null | undefined {
  const entry = readProcess(pid);
  if (entry !== undefined) return entry.startTime;
  return isHidden(pid) ? null : undefined;
}

/** Whether there is a process of that pid that /proc does not show: a zombie is shown. */
function isHidden(pid: number): boolean {
  if (process.platform !== "linux") return false;
  if (attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8")) !== null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function startTimeIn(procRoot: string, pid: number): string | undefined {
  const text = attempt(() => readFileSync(`${procRoot}/${pid}/stat`, "utf8"));
  return text === null ? undefined : parseStat(text)?.startTime;
}

function attempt(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
