import { readFileSync, readlinkSync } from "node:fs";
import { readProcess } from "./process-table.ts";

/** A process, told apart from any later one that gets its pid. */
export interface Identity {
  pid: number;
  startTime: string;
  /** Absent where the system has none. */
  bootId: string | null;
  /** A pid means nothing in another pid namespace. Absent where the system has none. */
  pidNamespace: string | null;
}

/** Undefined when there is no such process. */
export function identify(pid: number): Identity | undefined {
  const entry = readProcess(pid);
  return entry && { pid, startTime: entry.startTime, ...here() };
}

/** `elsewhere`: it belongs to another pid namespace of this machine, and nothing can be told. */
export function stateOf(identity: Identity): "alive" | "dead" | "elsewhere" {
  const { bootId, pidNamespace } = here();
  if (identity.bootId !== bootId) return "dead";
  if (identity.pidNamespace !== pidNamespace) return "elsewhere";
  return readProcess(identity.pid)?.startTime === identity.startTime ? "alive" : "dead";
}

function here(): Pick<Identity, "bootId" | "pidNamespace"> {
  return {
    bootId: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    pidNamespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
  };
}

function attempt(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
