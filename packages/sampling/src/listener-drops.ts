import { execFileSync } from "node:child_process";
import { readSocketsOf } from "./socket-owners.ts";

/**
 * Connections that the listening sockets of these processes dropped since they were opened (`sk_drops`, which the kernel
 * tells by netlink alone, so `ss` is asked); undefined where it is not installed, or the processes cannot be looked into.
 */
export function readListenerDrops(pids: readonly number[]): number | undefined {
  const own = new Set(readSocketsOf(pids, "")?.flat());
  const drops = own.size === 0 ? undefined : listSockets()?.filter(({ inode }) => own.has(inode));
  return drops?.length ? drops.reduce((sum, { dropped }) => sum + dropped, 0) : undefined;
}

/** Two lines a socket: `… ino:546 sk:2 …` and `skmem:(…,d54)`; on one where `ss` is told so. */
function listSockets(): { inode: string; dropped: number }[] | undefined {
  try {
    const text = execFileSync("ss", ["-H", "-l", "-t", "-n", "-e", "-m", "-O"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 2000,
    });
    return [...text.matchAll(/\bino:(\d+)\b.*\bskmem:\(.*,d(\d+)\)/g)].map((match) => ({
      inode: match[1]!,
      dropped: Number(match[2]),
    }));
  } catch {
    return undefined;
  }
}
