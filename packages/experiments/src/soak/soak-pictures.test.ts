import { expect, test } from "vitest";
import { soakPictures } from "./soak-pictures.ts";
import type { Soak } from "./soaks.ts";

/** Two rounds of two windows each, at so many connections. */
function soakAt(connections: number): Soak {
  const overTime = [1, 2].flatMap((round) =>
    [1, 2].map((window) => ({ round, window, at: [0, 1], bytes: [2 ** 20, 2 ** 21] })),
  );
  return {
    variant: "a:bare",
    workload: "hello",
    level: { loop: "closed", connections },
    memory: { workerBytes: null, meanBytes: null, overTime },
  } as unknown as Soak;
}

test("each window at each load is a curve by itself, with a name of its own", () => {
  const [picture] = soakPictures([soakAt(16), soakAt(64)]);
  const labels = picture!.series.map(({ label }) => label);
  expect(labels).toHaveLength(8);
  expect(new Set(labels).size).toBe(8);
  expect(labels[1]).toMatch(/^a:bare, hello, .*16.*, round 1, window 2$/);
});

test("one load, and one window a round, need no word", () => {
  const one = soakAt(16);
  const overTime = one.memory.overTime.filter(({ window }) => window === 1);
  const [picture] = soakPictures([{ ...one, memory: { ...one.memory, overTime } }]);
  expect(picture!.series.map(({ label }) => label)).toEqual([
    "a:bare, hello, round 1",
    "a:bare, hello, round 2",
  ]);
});
