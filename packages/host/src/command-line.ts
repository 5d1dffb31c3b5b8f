import { readText } from "./read-file.ts";

/** A process's words with a NUL behind each, or the title that it gave itself; empty where it has ended or cannot be looked at. */
export function readCommandLine(pid: number, fileSystemRoot = ""): string {
  return readText(`${fileSystemRoot}/proc/${pid}/cmdline`, "utf8") ?? "";
}

/** A process's name as the kernel has it, 15 bytes at most; empty where it cannot be read. */
export function readProcessName(pid: number): string {
  return readText(`/proc/${pid}/comm`, "utf8")?.trim() ?? "";
}
