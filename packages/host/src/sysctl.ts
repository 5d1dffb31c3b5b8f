import { writeFileSync } from "node:fs";
import { fold } from "./fold.ts";
import { readText } from "./read-file.ts";

/** The value of `net.core.somaxconn` and the like, folded; undefined where it cannot be read. */
export function readSysctl(name: string, fileSystemRoot = ""): string | undefined {
  const text = readText(pathOf(name, fileSystemRoot));
  return text === undefined ? undefined : fold(text);
}

/** Why it could not be written; undefined when it was. */
export function writeSysctl(name: string, value: string, fileSystemRoot = ""): string | undefined {
  try {
    // No flag that creates: a sysctl that this kernel does not have must stay missing.
    writeFileSync(pathOf(name, fileSystemRoot), value, { flag: "r+" });
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === "ENOENT") return "this kernel does not have it";
    if (code === "EACCES" || code === "EPERM") return "only root may set it";
    if (code === "EROFS") return "/proc/sys is read-only here";
    return `writing it failed: ${code}`;
  }
}

function pathOf(name: string, fileSystemRoot: string): string {
  return `${fileSystemRoot}/proc/sys/${name.replaceAll(".", "/")}`;
}
