import { fixtureTree, hybridMounts, statLine, unifiedMounts } from "@stackbench/host/testing";
import type { ServiceHandle } from "@stackbench/model";
import { describe, expect, test } from "vitest";
import { createSampler } from "./sampler.ts";

const v1 = "sys/fs/cgroup/cpu,cpuacct";
const v2 = "sys/fs/cgroup";

describe("what a quota withheld", () => {
  const app = (kind: ServiceHandle["kind"]): ServiceHandle => ({ name: "app", pid: 77, kind });

  test("is told of local processes, whose group is that of the harness", async () => {
    using tree = fixtureTree({
      "proc/self/mountinfo": hybridMounts,
      "proc/77/cgroup": "2:cpu,cpuacct:/mine\n0::/\n",
      "proc/77/stat": statLine(77, 1),
      [`${v1}/mine/cpu.stat`]: "nr_periods 9\nnr_throttled 2\nthrottled_time 500000000\n",
    });
    const sampling = await createSampler({ fileSystemRoot: tree.root }).begin([app("processes")]);
    tree.write({ [`${v1}/mine/cpu.stat`]: "nr_throttled 5\nthrottled_time 800000000\n" });
    const { services } = await sampling.end();
    expect(services.app).toMatchObject({ source: "proc" });
    expect(services.app!.throttledSeconds).toBeCloseTo(0.3, 9);
  });

  test("from a group above a container's own is told of the container", async () => {
    const own = "usage_usec 1\nuser_usec 1\nsystem_usec 0\nthrottled_usec 0\n";
    using tree = fixtureTree({
      "proc/self/mountinfo": unifiedMounts,
      "proc/77/cgroup": "0::/above/c\n",
      [`${v2}/above/c/cpu.stat`]: own,
      [`${v2}/above/cpu.stat`]: "throttled_usec 1000000\n",
    });
    const sampling = await createSampler({ fileSystemRoot: tree.root }).begin([app("cgroup")]);
    tree.write({ [`${v2}/above/cpu.stat`]: "throttled_usec 1400000\n" });
    const { services } = await sampling.end();
    expect(services.app!.throttledSeconds).toBeCloseTo(0.4, 9);
  });
});
