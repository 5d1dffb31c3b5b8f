import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A made-up `/` of a machine with cgroup v2 alone, whose one service has used so much CPU. */
export interface UnifiedTree extends Disposable {
  root: string;
  pid: number;
  use(cpu: { userUs: number; systemUs: number }): void;
}

const pid = 77;

/** File formats: `proc_pid_mountinfo(5)`, `cgroups(7)`, and cpu.stat in the kernel's admin-guide/cgroup-v2. */
export function unifiedTree(): UnifiedTree {
  const root = mkdtempSync(join(tmpdir(), "stackbench-cgroup-v2-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write(
    "proc/self/mountinfo",
    "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
  );
  write(`proc/${pid}/cgroup`, "0::/system.slice/app.scope\n");
  write("sys/fs/cgroup/system.slice/app.scope/cgroup.procs", `${pid}\n`);
  const use: UnifiedTree["use"] = ({ userUs, systemUs }) =>
    write(
      "sys/fs/cgroup/system.slice/app.scope/cpu.stat",
      `usage_usec ${userUs + systemUs}\nuser_usec ${userUs}\nsystem_usec ${systemUs}\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n`,
    );
  return { root, pid, use, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}
