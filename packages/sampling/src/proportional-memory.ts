import { readText } from "@stackbench/host";

/**
 * Proportional set size of a process, bytes: its own pages, and of each shared one the part that falls to it, counting
 * all processes of the machine that map it. 0 where it has ended, undefined where it cannot be read (another user's
 * process, a kernel before 4.14). Dear: the kernel walks all its page tables and keeps its memory map locked meanwhile.
 */
export function proportionalBytes(pid: number, fileSystemRoot: string): number | undefined {
  const directory = `${fileSystemRoot}/proc/${pid}`;
  const match = /^Pss:\s+(\d+) kB/m.exec(readText(`${directory}/smaps_rollup`) ?? "");
  if (match) return Number(match[1]) * 1024;
  const resident = Number(readText(`${directory}/statm`)?.split(" ")[1] ?? 0);
  return resident === 0 ? 0 : undefined;
}
