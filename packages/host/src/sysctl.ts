import { readFileSync, writeFileSync } from "node:fs";
import { fold } from "./fold.ts";

/** The value of `net.core.somaxconn` and the like, folded; undefined where it cannot be read. */
export function readSysctl(name: string, procRoot: string): string | undefined {
  try {
    return fold(readFileSync(pathOf(name, procRoot), "utf8"));
  } catch {
    return undefined;
  }
}

/** Why it could not be written; undefined when it was. */
export function writeSysctl(name: string, value: string, procRoot: string): string | undefined {
  try {
    // No flag that creates: a sysctl that this kernel does not have must stay missing.
    writeFileSync(pathOf(name, procRoot), value, { flag: "r+" });
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === "ENOENT") return "this kernel does not have it";
    if (code === "EACCES" || code === "EPERM") return "only root may set it";
    if (code === "EROFS") return "/proc/sys is read-only here";
    return `writing it failed: ${code}`;
  }
}

function pathOf(name: string, procRoot: string): string {
  return `${procRoot}/sys/${name.replaceAll(".", "/")}`;
}
