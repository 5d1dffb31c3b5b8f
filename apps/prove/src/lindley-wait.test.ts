import { scheduleSlots } from "@stackbench/session";
import { expect, test } from "vitest";
import { lindleyWait } from "./lindley-wait.ts";

const given = (...timesMs: number[]) => {
  const rest = [...timesMs, Infinity];
  return () => rest.shift()!;
};

test("who comes while another is served waits for the rest of it", () => {
  expect(lindleyWait(given(10, 20, 30), 10)).toBe(0);
  // Waits 0, 6, 12, and 0 again after a pause.
  expect(lindleyWait(given(0, 4, 8, 100), 10)).toBe(4.5);
  expect(lindleyWait(given(), 10)).toBeNaN();
});

test("Poisson arrivals wait as Pollaczek and Khinchine say", () => {
  const [serviceMs, utilisation] = [5, 0.7];
  const slots = scheduleSlots(
    {
      loop: "open",
      connections: 1,
      ratePerSecond: (utilisation / serviceMs) * 1000,
      arrivals: "poisson",
    },
    { index: 0, threads: 1, seed: 3, phase: 0, seconds: 20_000 },
  );
  const expected = (utilisation * serviceMs) / (2 * (1 - utilisation));
  // Of 2.8 million arrivals: five standard errors are 1.6 %.
  expect(Math.abs(lindleyWait(slots, serviceMs) / expected - 1)).toBeLessThan(0.016);
});
