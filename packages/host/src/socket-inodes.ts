import { readdirSync, readlinkSync } from "node:fs";

/** Paths of all that a process has open; undefined where it has ended, or is somebody else's. */
export function readDescriptors(pid: number, fileSystemRoot = ""): string[] | undefined {
  const directory = `${fileSystemRoot}/proc/${pid}/fd`;
  try {
    return readdirSync(directory).map((name) => `${directory}/${name}`);
  } catch {
    return undefined;
  }
}

/** The inodes of the sockets among them: one that is open twice is still one. */
export function socketInodes(descriptors: readonly string[]): Set<string> {
  const inodes = new Set<string>();
  for (const descriptor of descriptors) {
    const inode = /^socket:\[(\d+)\]$/.exec(targetOf(descriptor))?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

function targetOf(descriptor: string): string {
  try {
    return readlinkSync(descriptor);
  } catch {
    // Closed meanwhile.
    return "";
  }
}
