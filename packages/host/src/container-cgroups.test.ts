import { join } from "node:path";
import { expect, test } from "vitest";
import { findContainerCgroups } from "./container-cgroups.ts";
import { fixtureTree, hybridMounts, unifiedMounts } from "./testing/index.ts";

const id = "0123456789abcdef";

test("v1, below a parent of the engine's", () => {
  using tree = fixtureTree({
    "proc/self/mountinfo": hybridMounts,
    [`sys/fs/cgroup/cpu,cpuacct/docker/other/cpuacct.usage`]: "1\n",
    [`sys/fs/cgroup/cpu,cpuacct/docker/${id}/cpuacct.usage`]: "1\n",
    [`sys/fs/cgroup/memory/docker/${id}/memory.usage_in_bytes`]: "1\n",
  });
  const place = (controller: string) => ({
    version: "v1",
    path: join(tree.root, `sys/fs/cgroup/${controller}/docker/${id}`),
  });
  expect(findContainerCgroups(id, tree.root).paths).toEqual({
    cpuAccounting: place("cpu,cpuacct"),
    memory: place("memory"),
  });
});

test("v2, as systemd names it", () => {
  using tree = fixtureTree({
    "proc/self/mountinfo": unifiedMounts,
    [`sys/fs/cgroup/system.slice/docker-${id}.scope/cpu.stat`]: "usage_usec 1\n",
  });
  const path = join(tree.root, `sys/fs/cgroup/system.slice/docker-${id}.scope`);
  expect(findContainerCgroups(id, tree.root).paths).toEqual({
    cpuAccounting: { version: "v2", path },
    memory: { version: "v2", path },
  });
});

test("a quota may be its own or any above it", () => {
  using tree = fixtureTree({
    "proc/self/mountinfo": hybridMounts,
    [`sys/fs/cgroup/cpu,cpuacct/lab/node/${id}/cpu.stat`]: "throttled_time 1\n",
  });
  expect(findContainerCgroups(id, tree.root).cpuGroups).toEqual(
    [`lab/node/${id}`, "lab/node", "lab", ""].map((inside) => ({
      version: "v1",
      path: join(tree.root, "sys/fs/cgroup/cpu,cpuacct", inside),
    })),
  );
  expect(findContainerCgroups("f00", tree.root).cpuGroups).toEqual([]);
});

test("a container that is not there, or part of whose id is another's name", () => {
  using tree = fixtureTree({
    "proc/self/mountinfo": unifiedMounts,
    [`sys/fs/cgroup/docker/${id}0/cpu.stat`]: "usage_usec 1\n",
  });
  expect(findContainerCgroups(id, tree.root).paths).toEqual({});
});
