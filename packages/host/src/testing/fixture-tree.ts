import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A made-up `/` with its proc and cgroup files, for tests. */
export interface FixtureTree extends Disposable {
  root: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  remove(path: string): void;
}

export function fixtureTree(files: Readonly<Record<string, string | Uint8Array>>): FixtureTree {
  const root = mkdtempSync(join(tmpdir(), "stackbench-host-"));
  const write = (more: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  write(files);
  return {
    root,
    write,
    remove: (path) => rmSync(join(root, path), { recursive: true }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Mounts as a v1 system with a v2 hierarchy beside it has them: every controller is v1's. */
export const hybridMounts = [
  "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755",
  "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct",
  "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
  "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
].join("\n");

export const unifiedMounts = [
  "23 28 0:21 / /proc rw,nosuid - proc proc rw",
  "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate",
].join("\n");

/** A line of `/proc/<pid>/stat`; CPU in ticks of 1/100 s. */
export function statLine(
  pid: number,
  parent: number,
  cpu: { user?: number; system?: number; childUser?: number; childSystem?: number } = {},
  more: { session?: number; start?: number } = {},
): string {
  const { user = 0, system = 0, childUser = 0, childSystem = 0 } = cpu;
  const { session = 1, start = 10 } = more;
  return `${pid} (odd) name) S ${parent} 1 ${session} 0 -1 0 0 0 0 0 ${user} ${system} ${childUser} ${childSystem} 20 0 1 0 ${start} 0 0\n`;
}
