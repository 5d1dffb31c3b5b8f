import { readdirSync, readlinkSync } from "node:fs";

/** The inodes of the sockets that a process holds; empty where it has ended, or is somebody else's. */
export function socketInodes(pid: number): Set<string> {
  const inodes = new Set<string>();
  for (const descriptor of descriptors(pid)) {
    const inode = /^socket:\[(\d+)\]$/.exec(target(pid, descriptor))?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

function descriptors(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

function target(pid: number, descriptor: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${descriptor}`);
  } catch {
    return "";
  }
}
