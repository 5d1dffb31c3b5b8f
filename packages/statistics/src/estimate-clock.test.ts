import { expect, test } from "vitest";
import { estimateClock, readClock } from "./estimate-clock.ts";

test("takes the reading that was back soonest, and bounds its error by half of its way", () => {
  const slow = { sentMs: 1000, thereMs: 1500, backMs: 1400 };
  const quick = { sentMs: 2000, thereMs: 2104, backMs: 2008 };
  expect(estimateClock([slow, quick])).toEqual({ offsetMs: 100, errorMs: 4 });
});

test("keeps the truth within its error, however unequal the two ways are", () => {
  for (const ahead of [-250, 0, 3.5]) {
    for (const [there, back] of [
      [0.01, 5],
      [5, 0.01],
      [1, 1],
    ] as const) {
      const reading = { sentMs: 100, thereMs: 100 + there + ahead, backMs: 100 + there + back };
      const { offsetMs, errorMs } = estimateClock([reading]);
      expect(Math.abs(offsetMs - ahead)).toBeLessThanOrEqual(errorMs + 1e-9);
    }
  }
});

test("asks often enough that one answer which nothing got in the way of is among them", async () => {
  let [here, asked] = [0, 0];
  const read = async (): Promise<number> => {
    // Every seventh is quick: 1 ms there and 1 ms back.
    const way = asked++ % 7 === 3 ? 1 : 40;
    here += 2 * way;
    return here - way + 500;
  };
  expect(estimateClock(await readClock(read, () => here))).toEqual({ offsetMs: 500, errorMs: 1 });
});

test("has nothing to say of no reading", () => {
  expect(() => estimateClock([])).toThrow("expected one reading at least");
});
