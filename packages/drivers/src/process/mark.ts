import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

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
  if (readLimit("self")?.hard !== "unlimited") return undefined;
  return inMicroseconds(token);
}

/** Whether a process, or one that it descends from, was started under the mark of `token`. */
export function carriesMark(pid: number, token: string): boolean {
  return readLimit(pid)?.soft === inMicroseconds(token);
}

function inMicroseconds(token: string): string {
  const digits = createHash("sha256").update(token).digest("hex").slice(0, 12);
  return `${leastMicroseconds + Number.parseInt(digits, 16)}`;
}

function readLimit(pid: number | "self"): { soft: string; hard: string } | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/limits`, "latin1");
    const start = text.indexOf(limitName);
    if (start < 0) return undefined;
    const [soft, hard] = text
      .slice(start + limitName.length)
      .trim()
      .split(/\s+/, 2);
    return { soft: soft!, hard: hard! };
  } catch {
    return undefined;
  }
}
