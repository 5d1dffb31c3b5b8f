import { expect, it } from "vitest";
import { isProcessOf, killFromHost, memoryEventsPaths } from "./local-process.ts";

it("finds the kernel's count of memory kills in cgroup v1 and v2", () => {
  expect(memoryEventsPaths("12:cpu,cpuacct:/docker/ab\n4:memory:/docker/ab\n0::/\n")).toContain(
    "/sys/fs/cgroup/memory/docker/ab/memory.oom_control",
  );
  expect(memoryEventsPaths("0::/system.slice/docker-ab.scope\n")).toEqual([
    "/sys/fs/cgroup/system.slice/docker-ab.scope/memory.events",
  ]);
});

it("does not signal a process that is not of the container", () => {
  expect(isProcessOf(process.pid, "0123456789abcdef")).toBe(false);
  expect(killFromHost(process.pid, "0123456789abcdef", "SIGKILL")).toBe(false);
});
