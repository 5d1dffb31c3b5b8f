import { expect, test } from "vitest";
import { CpuMeters } from "./cpu-meters.ts";

const handleOf = (pid: number) => ({ name: "app" as const, pid, kind: "cgroup" as const });

/** Replicas by pid, and the CPU time that each has used in all; undefined for what has gone. */
function metersOf(used: Map<number, number | undefined>) {
  return new CpuMeters(
    {
      meter: (handle) => async () =>
        handle.kind === "container" ? undefined : used.get(handle.pid),
    },
    0,
  );
}

test("the mean of those that were there all the time, of what each may use", async () => {
  const used = new Map<number, number | undefined>([
    [11, 5],
    [12, 0],
  ]);
  const [first, second] = [11, 12].map((pid, index) => {
    return { replica: index + 1, handle: handleOf(pid) };
  });
  const meters = metersOf(used);
  expect(await meters.read([first!], 0.5, 0)).toBeNull();
  used.set(11, 5.4);
  expect(await meters.read([first!, second!], 0.5, 1000)).toBeCloseTo(0.8);
  used.set(11, 5.6).set(12, 0.1);
  expect(await meters.read([first!, second!], 0.5, 2000)).toBeCloseTo(0.3);
});

test("nothing is known where one of them cannot be read", async () => {
  const used = new Map<number, number | undefined>([[11, 5]]);
  const there = [{ replica: 1, handle: handleOf(11) }];
  const meters = metersOf(used);
  await meters.read(there, 1, 0);
  used.set(11, undefined);
  expect(await meters.read(there, 1, 1000)).toBeNull();
  expect(await meters.read([{ replica: 1 }], 1, 2000)).toBeNull();
});
