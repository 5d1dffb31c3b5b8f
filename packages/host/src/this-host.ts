import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { readProcessStat } from "./process-stat.ts";
import { readProcess } from "./process-table.ts";
import { readText } from "./read-file.ts";
import { readSysctl } from "./sysctl.ts";

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

/** `fileSystemRoot`: where `proc` is looked for, unless a test has another the machine's own. */
export function thisHost(fileSystemRoot = ""): Host {
  const machineId = readText("/etc/machine-id")?.trim() ?? "";
  const digest = createHash("sha256").update(`${machineId}\n${hostname()}`).digest("hex");
  return {
    bootId: readSysctl("kernel.random.boot_id", fileSystemRoot) ?? null,
    pidNamespace: namespaceAt(`${fileSystemRoot}/proc/self/ns/pid`),
    machine: digest.slice(0, 12),
    startTime: (pid) => {
      const entry = readProcess(pid, fileSystemRoot);
      if (entry !== undefined) return entry.startTime;
      return fileSystemRoot === "" && isHidden(pid) ? null : undefined;
    },
  };
}

function namespaceAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

/** Whether there is a process of that pid that /proc does not show: a zombie is shown. */
function isHidden(pid: number): boolean {
  if (process.platform !== "linux" || readProcessStat(pid) !== undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
