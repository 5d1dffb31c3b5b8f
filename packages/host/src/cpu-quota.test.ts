import { describe, expect, test } from "vitest";
import { cpuQuotaOf } from "./cpu-quota.ts";
import { fixtureTree, hybridMounts, unifiedMounts } from "./testing/index.ts";

const v1 = "sys/fs/cgroup/cpu,cpuacct";
const v2 = "sys/fs/cgroup";

describe("the smallest quota of a process's group and those above it", () => {
  test.each([
    ["its own", { [`${v1}/a/b/cpu.cfs_quota_us`]: "150000\n" }, 1.5],
    ["one above it", { [`${v1}/a/cpu.cfs_quota_us`]: "50000\n" }, 0.5],
    ["none", {}, undefined],
  ])("v1: %s", (_, files, expected) => {
    using tree = fixtureTree({
      "proc/self/mountinfo": hybridMounts,
      "proc/77/cgroup": "2:cpu,cpuacct:/a/b\n0::/\n",
      [`${v1}/a/b/cpu.cfs_quota_us`]: "-1\n",
      [`${v1}/a/b/cpu.cfs_period_us`]: "100000\n",
      [`${v1}/a/cpu.cfs_quota_us`]: "-1\n",
      [`${v1}/a/cpu.cfs_period_us`]: "100000\n",
      ...files,
    });
    expect(cpuQuotaOf(77, tree.root)).toBe(expected);
  });

  test.each([
    ["its own", { [`${v2}/a/b/cpu.max`]: "200000 100000\n" }, 2],
    [
      "the smaller of two",
      { [`${v2}/a/b/cpu.max`]: "200000 100000\n", [`${v2}/a/cpu.max`]: "30000 100000\n" },
      0.3,
    ],
    ["none", { [`${v2}/a/b/cpu.max`]: "max 100000\n" }, undefined],
  ])("v2: %s", (_, files, expected) => {
    using tree = fixtureTree({
      "proc/self/mountinfo": unifiedMounts,
      "proc/self/cgroup": "0::/a/b\n",
      ...files,
    });
    expect(cpuQuotaOf("self", tree.root)).toBe(expected);
  });

  test("a container that sees its own group as the root of all", () => {
    using tree = fixtureTree({
      "proc/self/mountinfo": unifiedMounts,
      "proc/self/cgroup": "0::/\n",
      [`${v2}/cpu.max`]: "100000 100000\n",
    });
    expect(cpuQuotaOf("self", tree.root)).toBe(1);
  });

  test("a machine that tells nothing", () => {
    using tree = fixtureTree({});
    expect(cpuQuotaOf("self", tree.root)).toBeUndefined();
  });
});
