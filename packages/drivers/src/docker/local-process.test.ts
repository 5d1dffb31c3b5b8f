import { fixtureTree, hybridMounts, unifiedMounts } from "@stackbench/host/testing";
import { expect, it } from "vitest";
import { isProcessOf, killFromHost, memoryKillsOf } from "./local-process.ts";

const id = "0123456789abcdef";

it("finds the kernel's count of memory kills in cgroup v1 and v2", () => {
  using v1 = fixtureTree({
    "proc/self/mountinfo": hybridMounts,
    "proc/77/cgroup": `12:cpu,cpuacct:/docker/${id}\n4:memory:/docker/${id}\n0::/\n`,
    [`sys/fs/cgroup/memory/docker/${id}/memory.oom_control`]: "under_oom 0\noom_kill 2\n",
  });
  expect(memoryKillsOf(77, id, v1.root)).toBe(2);
  expect(memoryKillsOf(77, "fedcba9876543210", v1.root)).toBeUndefined();
  using v2 = fixtureTree({
    "proc/self/mountinfo": unifiedMounts,
    "proc/77/cgroup": `0::/system.slice/docker-${id}.scope\n`,
    [`sys/fs/cgroup/system.slice/docker-${id}.scope/memory.events`]: "oom 4\noom_kill 3\n",
  });
  expect(memoryKillsOf(77, id, v2.root)).toBe(3);
});

it("does not signal a process that is not of the container", () => {
  expect(isProcessOf(process.pid, id)).toBe(false);
  expect(killFromHost(process.pid, id, "SIGKILL")).toBe(false);
});
