import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCgroups } from "./cgroup-paths.ts";
import { fixtureTree, hybridMounts, unifiedMounts } from "./testing/index.ts";

describe("findCgroups", () => {
  test("v1, with the v2 hierarchy that stands beside it left aside", () => {
    using tree = fixtureTree({
      "proc/self/mountinfo": hybridMounts,
      "proc/77/cgroup": "4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n0::/\n",
    });
    const cpu = { version: "v1", path: join(tree.root, "sys/fs/cgroup/cpu,cpuacct/docker/abc") };
    const memory = { version: "v1", path: join(tree.root, "sys/fs/cgroup/memory/docker/abc") };
    expect(findCgroups(77, tree.root)).toEqual({ cpuAccounting: cpu, memory });
  });

  test("v2", () => {
    using tree = fixtureTree({
      "proc/self/mountinfo": unifiedMounts,
      "proc/77/cgroup": "0::/system.slice/docker-abc.scope\n",
    });
    const all = {
      version: "v2",
      path: join(tree.root, "sys/fs/cgroup/system.slice/docker-abc.scope"),
    };
    expect(findCgroups(77, tree.root)).toEqual({ cpuAccounting: all, memory: all });
  });

  test("a mount that shows only a part of the hierarchy", () => {
    using tree = fixtureTree({
      "proc/self/mountinfo": unifiedMounts.replace("0:26 / /sys", "0:26 /docker/outer /sys"),
      "proc/77/cgroup": "0::/docker/outer/inner\n",
      "proc/78/cgroup": "0::/../elsewhere\n",
    });
    expect(findCgroups(77, tree.root).memory?.path).toBe(join(tree.root, "sys/fs/cgroup/inner"));
    expect(findCgroups(78, tree.root)).toEqual({});
  });

  test("a process in a root cgroup has none of its own: the figures would be the machine's", () => {
    using tree = fixtureTree({
      "proc/self/mountinfo": hybridMounts,
      "proc/77/cgroup": "4:memory:/mine\n2:cpu,cpuacct:/\n0::/mine\n",
    });
    expect(findCgroups(77, tree.root)).toEqual({
      memory: { version: "v1", path: join(tree.root, "sys/fs/cgroup/memory/mine") },
    });
  });

  test("no such process", () => {
    using tree = fixtureTree({ "proc/self/mountinfo": unifiedMounts });
    expect(findCgroups(77, tree.root)).toEqual({});
  });
});
