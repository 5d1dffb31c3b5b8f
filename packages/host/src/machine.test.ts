import { expect, test } from "vitest";
import { readMachine } from "./machine.ts";
import { fixtureTree, hybridMounts, unifiedMounts } from "./testing/index.ts";

test("a virtual machine with a quota, by the files that tell of it", () => {
  using tree = fixtureTree({
    "etc/os-release": 'ID=debian\nPRETTY_NAME="Débian 13"\n',
    "proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu hypervisor lm\n",
    "sys/class/dmi/id/sys_vendor": "QEMU\n",
    "sys/class/dmi/id/product_name": "Standard PC\n",
    "proc/self/mountinfo": unifiedMounts,
    "proc/self/cgroup": "0::/a\n",
    "sys/fs/cgroup/a/cpu.max": "150000 100000\n",
  });
  expect(readMachine(tree.root)).toMatchObject({
    cpuQuota: 1.5,
    operatingSystem: "Débian 13",
    virtualisation: "virtual machine (QEMU Standard PC)",
    cgroupVersion: "v2",
    node: process.version,
  });
});

test("a container, and a machine that tells nothing", () => {
  using tree = fixtureTree({ "proc/cpuinfo": "flags\t\t: fpu\n", ".dockerenv": "" });
  const machine = readMachine(tree.root);
  expect(machine).toMatchObject({ virtualisation: "container", cgroupVersion: "none" });
  expect(machine).not.toHaveProperty("cpuQuota");
});

test.each([
  [
    "where both are mounted, that which holds CPU time",
    hybridMounts,
    "2:cpu,cpuacct:/\n0::/\n",
    "v1",
  ],
  // No `/sys/fs/cgroup/cpuacct` there, which is but a link to the controllers' own place.
  ["v1 alone", hybridMounts.split("\n").slice(0, 2).join("\n"), "2:cpu,cpuacct:/\n", "v1"],
  ["v2 alone", unifiedMounts, "0::/\n", "v2"],
])("cgroup version: %s", (_, mounts, membership, version) => {
  using tree = fixtureTree({ "proc/self/mountinfo": mounts, "proc/self/cgroup": membership });
  expect(readMachine(tree.root).cgroupVersion).toBe(version);
});
