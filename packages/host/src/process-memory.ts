import { pageBytes } from "./page-bytes.ts";
import { parseStatusField } from "./process-status.ts";
import { readText } from "./read-file.ts";

/** Of a process, bytes: what is in memory, and the part of it that others may map too. */
export interface ResidentMemory {
  residentBytes: number;
  sharedBytes: number;
}

/** Undefined where a process has ended: one that awaits its parent has no pages left. */
export function readResidentMemory(pid: number, fileSystemRoot = ""): ResidentMemory | undefined {
  const fields = readText(`${fileSystemRoot}/proc/${pid}/statm`)?.split(" ");
  const resident = Number(fields?.[1]);
  const shared = Number(fields?.[2]);
  if (Number.isNaN(resident) || Number.isNaN(shared) || resident === 0) return undefined;
  return { residentBytes: resident * pageBytes(), sharedBytes: shared * pageBytes() };
}

/**
 * Proportional set size of a process, bytes: its own pages, and of each shared one the part that falls to it, counting
 * all processes of the machine that map it. "ended" where it has none left, at whatever moment it went; "unreadable" where
 * it lives and cannot be read (another user's process, a kernel before 4.14). Never 0: no process that lives has no page.
 * Dear: the kernel walks all its page tables and keeps its memory map locked meanwhile.
 */
export function readProportionalBytes(
  pid: number,
  fileSystemRoot = "",
): number | "ended" | "unreadable" {
  const rollup = readText(`${fileSystemRoot}/proc/${pid}/smaps_rollup`) ?? "";
  const bytes = kibibytes(parseStatusField(rollup, "Pss"));
  // Of one that lets go of its memory while it is read nothing is left.
  if (bytes !== undefined && bytes > 0) return bytes;
  return readResidentMemory(pid, fileSystemRoot) === undefined ? "ended" : "unreadable";
}

/** The most that a process ever had in memory, bytes; undefined where it has ended or cannot be read. */
export function readMemoryPeakBytes(pid: number, fileSystemRoot = ""): number | undefined {
  const status = readText(`${fileSystemRoot}/proc/${pid}/status`) ?? "";
  return kibibytes(parseStatusField(status, "VmHWM"));
}

/** Reads `1234 kB`. */
function kibibytes(text: string | undefined): number | undefined {
  const match = /^(\d+) kB$/.exec(text ?? "");
  return match ? Number(match[1]) * 1024 : undefined;
}
