import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { availableCpus, cpusOf, readThreadMasks } from "./available-cpus.ts";
import { fixtureTree } from "./testing/index.ts";

test("are those of the affinity mask that are online", () => {
  using tree = fixtureTree({
    "proc/self/status": "Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n",
    "proc/77/status": "Cpus_allowed_list:\t2,4-5\n",
    "sys/devices/system/cpu/online": "0-3,5\n",
  });
  expect(availableCpus(tree.root)).toEqual([0, 1, 2, 3, 5]);
  expect(cpusOf(77, tree.root)).toEqual([2, 5]);
  expect(cpusOf(78, tree.root)).toBeUndefined();
});

test("are those of the mask where nobody tells which are online", () => {
  using tree = fixtureTree({ "proc/self/status": "Cpus_allowed_list:\t1,3\n" });
  expect(availableCpus(tree.root)).toEqual([1, 3]);
});

test.runIf(process.platform === "linux")(
  "of this process: no fewer than it may use at a time",
  () => {
    expect(availableCpus().length).toBeGreaterThanOrEqual(availableParallelism());
    expect(cpusOf(process.pid)).toEqual(availableCpus());
    expect(readThreadMasks(process.pid).length).toBeGreaterThan(1);
  },
);
