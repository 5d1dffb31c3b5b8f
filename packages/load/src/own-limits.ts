import { readLimit, readSysctl } from "@stackbench/host";
import type { LoadSpec } from "@stackbench/model";

/** What this process can open at a time. Infinity where it cannot be told. */
export interface OwnLimits {
  openFiles: number;
  /** Local ports for connections to one address, from the first to the last. */
  ports: { from: number; to: number } | undefined;
}

/** Files that a generator needs beside its connections: its event loops and threads, its pipes, its modules. */
const otherFiles = 48;
const filesOfThread = 8;

/** Node raises the number of files that it may open to the hard limit when it starts, and hands that on. */
export function readOwnLimits(): OwnLimits {
  const files = Number(readLimit("self", "Max open files")?.hard);
  const ports = readSysctl("net.ipv4.ip_local_port_range")?.split(" ").map(Number);
  return {
    // "unlimited", too, is no number.
    openFiles: Number.isNaN(files) ? Infinity : files,
    ports: ports && { from: ports[0]!, to: ports[1]! },
  };
}

/** Why the load's connections cannot all be opened by this process, or one like it; undefined where they can. */
export function refusesBeyondLimits(
  {
    level: { connections },
    threads,
    socketPath,
  }: Pick<LoadSpec, "level" | "threads" | "socketPath">,
  { openFiles, ports } = readOwnLimits(),
): string | undefined {
  const room = openFiles - otherFiles - threads * filesOfThread;
  if (connections > room) {
    return `${connections} connections cannot be opened: a process may open ${openFiles} files here, which leaves room for ${Math.max(0, room)}; raise the limit (ulimit -n), or use fewer --connections`;
  }
  if (ports && socketPath === undefined && connections > portsIn(ports)) {
    return `${connections} connections cannot be opened: there are ${describePorts(ports)}; widen net.ipv4.ip_local_port_range, or use fewer --connections`;
  }
  return undefined;
}

/** Throws an Error where so many of the load's connections cannot all be opened. */
export function requireRoom({ connections, ...spec }: LoadSpec & { connections?: number }): void {
  const { level } = spec;
  const own = { ...level, connections: connections ?? level.connections };
  const reason = refusesBeyondLimits({ ...spec, level: own });
  if (reason !== undefined) throw new Error(reason);
}

/** Errors of the system that say that it has no more to give, whatever the server does. */
const ownCodes = new Set(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM", "EAGAIN"]);

/** Whether the system's error says so. */
export function isOwnLimit(code: string): boolean {
  return ownCodes.has(code);
}

/** What the generator lacked where a connection failed with that code; undefined where the code is no limit of its own. */
export function describeOwnLimit(
  code: string,
  { openFiles, ports }: OwnLimits,
): string | undefined {
  if (!isOwnLimit(code)) return undefined;
  switch (code) {
    case "EMFILE":
      return `the generator may open ${openFiles} files at a time`;
    case "ENFILE":
      return "this machine has no open file left";
    case "EADDRNOTAVAIL":
      return ports
        ? `no local port is free towards the server: there are ${describePorts(ports)}, and a closed connection may hold its own for a minute`
        : "no local port or address is free towards the server";
    default:
      return "the generator's machine had no memory or port for another connection";
  }
}

function describePorts(ports: { from: number; to: number }): string {
  return `${portsIn(ports)} local ports (${ports.from} to ${ports.to})`;
}

function portsIn({ from, to }: { from: number; to: number }): number {
  return to - from + 1;
}
