import { expect, test } from "vitest";
import { logTicks } from "./log-ticks.ts";

test("1, 2 and 5 of each power of ten where there is room, all of them between the ends", () => {
  expect(logTicks([0.08, 60], { room: 350, each: 18 })).toEqual([
    0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50,
  ]);
});

test("fewer where there is little", () => {
  expect(logTicks([1, 1000], { room: 300, each: 44 })).toEqual([1, 3, 10, 30, 100, 300, 1000]);
  expect(logTicks([1, 1000], { room: 200, each: 44 })).toEqual([1, 10, 100, 1000]);
});

test("where none or one lies between the ends these have one", () => {
  expect(logTicks([1.2, 9], { room: 20, each: 44 })).toEqual([1.2, 9]);
});
