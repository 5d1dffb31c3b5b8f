import { createHash } from "node:crypto";
import { readLimit } from "@stackbench/host";

/** 35 years: no process may reach it, and what lies above leaves room for 2^50 marks. */
const leastMicroseconds = 2 ** 50;
const limitName = "Max realtime timeout";

/**
 * What descends from a process tells by a resource limit: RLIMIT_RTTIME, in microseconds, of a value of its own. The kernel
 * hands it on through every fork, setsid and exec, whatever becomes of parent, session and environment; it binds only
 * processes under a real-time policy; whoever is no root can set it and read it. Undefined where this system has none,
 * or where its hard limit leaves no room. See docs/decisions.md for what else was looked at.
 */
export function markOf(token: string): string | undefined {
  if (readLimit("self", limitName)?.hard !== "unlimited") return undefined;
  return inMicroseconds(token);
}

/** Whether a process, or one that it descends from, was started under the mark of `token`. */
export function carriesMark(pid: number, token: string): boolean {
  return readLimit(pid, limitName)?.soft === inMicroseconds(token);
}

function inMicroseconds(token: string): string {
  const digits = createHash("sha256").update(token).digest("hex").slice(0, 12);
  return `${leastMicroseconds + Number.parseInt(digits, 16)}`;
}
