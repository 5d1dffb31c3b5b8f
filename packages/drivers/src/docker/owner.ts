import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Who owns a container: a process, told apart from a later one with the same number by its
 * start time (clock ticks since boot) and the boot, on one host and pid namespace (hashed).
 */
export interface Owner {
  pid: number;
  startTicks: string;
  bootId: string;
  hostHash: string;
}

/** What this host knows: enough to tell whether an owner lives. */
export interface HostView {
  bootId: string;
  hostHash: string;
  /** Start time of a process in clock ticks since boot; undefined where there is no such process. */
  startTicks(pid: number): string | undefined;
}

export function formatOwner(owner: Owner): string {
  return [owner.pid, owner.startTicks, owner.bootId, owner.hostHash].join("/");
}

export function parseOwner(text: string): Owner | undefined {
  const [pid, startTicks, bootId, hostHash, ...rest] = text.split("/");
  if (!/^\d+$/.test(pid ?? "") || !startTicks || !bootId || !hostHash || rest.length > 0) {
    return undefined;
  }
  return { pid: Number(pid), startTicks, bootId, hostHash };
}

/** `unknown` for an owner on another host or in another pid namespace: it cannot be seen from here. */
export function lifeOf(owner: Owner, host: HostView): "alive" | "dead" | "unknown" {
  if (owner.hostHash !== host.hostHash) return "unknown";
  if (owner.bootId !== host.bootId) return "dead";
  return host.startTicks(owner.pid) === owner.startTicks ? "alive" : "dead";
}

export function ownerOf(pid: number, host: HostView): Owner {
  const startTicks = host.startTicks(pid) ?? "0";
  return { pid, startTicks, bootId: host.bootId, hostHash: host.hostHash };
}

/** The running host, read from /proc. */
export function thisHost(): HostView {
  const bootId = readTrimmed("/proc/sys/kernel/random/boot_id") ?? "no-boot-id";
  const machine = readTrimmed("/etc/machine-id") ?? "";
  const digest = createHash("sha256").update(`${machine}\n${hostname()}\n${pidNamespace()}`);
  return { bootId, hostHash: digest.digest("hex").slice(0, 12), startTicks: readStartTicks };
}

function readStartTicks(pid: number): string | undefined {
  const stat = readTrimmed(`/proc/${pid}/stat`);
  // The command's name, field 2, may hold blanks and parentheses; start time is field 22.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie no longer owns anything.
  return fields === undefined || fields[0] === "Z" ? undefined : fields[19];
}

function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function readTrimmed(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
