import { expect, test } from "vitest";
import { describeTarget } from "./outcome.ts";
import { lacksWindow, sift, targetOf } from "./undisturbed.ts";

const windows = (...shares: (number | null)[]) => shares.map((stealShare) => ({ stealShare }));

test("disturbed windows are replaced, as often as twice for each that is wanted", () => {
  expect(lacksWindow([], 2)).toBe(true);
  expect(lacksWindow(windows(0, 0.019), 2)).toBe(false);
  expect(lacksWindow(windows(0, 0.02, 0.5), 2)).toBe(true);
  expect(lacksWindow(windows(0.02, 0.02, 0.02, 0.02, 0.02), 2)).toBe(true);
  expect(lacksWindow(windows(0.02, 0.02, 0.02, 0.02, 0.02, 0.02), 2)).toBe(false);
});

test("a host that does not tell of steal disturbs nothing", () => {
  expect(lacksWindow(windows(null), 1)).toBe(false);
});

test("a figure rests on undisturbed windows; without one, words say why it is not known", () => {
  const count = (...shares: number[]) =>
    describeTarget(
      targetOf(sift(windows(...shares)), (own) => own.length, { name: "x", atLeast: 1 }),
    );
  expect(count(0, 0.1, 0)).toBe("pass  x: 2 (at least 1)");
  expect(count(0.1)).toBe(
    "MISS  x: not known: no undisturbed window, 1 was disturbed by steal (at least 1)",
  );
  expect(count()).toBe("MISS  x: not known: no window was measured (at least 1)");
});
