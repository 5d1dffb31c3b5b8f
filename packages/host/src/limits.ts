import { readText } from "./read-file.ts";

/** A resource limit, as the kernel prints it: a number in the limit's own unit, or `unlimited`. */
export interface Limit {
  soft: string;
  hard: string;
}

/** Finds `Max open files` and the like in `/proc/<pid>/limits`. */
export function parseLimit(text: string, name: string): Limit | undefined {
  const at = text.indexOf(`${name} `);
  if (at < 0) return undefined;
  const [soft, hard] = text
    .slice(at + name.length)
    .trimStart()
    .split(/\s+/, 2);
  return soft && hard ? { soft, hard } : undefined;
}

/** Undefined where there is no such process or limit. */
export function readLimit(pid: number | "self", name: string): Limit | undefined {
  return parseLimit(readText(`/proc/${pid}/limits`) ?? "", name);
}
