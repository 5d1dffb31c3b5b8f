import type { MeasuredWindow } from "@stackbench/model";
import { fakeUse, loadResultOf } from "@stackbench/model/testing";
import { Histogram, seededRandom, type Random } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { percentilesOf } from "./latencies.ts";
import { roundIntervalMs } from "./round-interval.ts";

/** A window of 4,000 answers around so many ms, and some that never came. */
function windowOf(round: number, ms: number, random: Random, timeouts = 0): MeasuredWindow {
  const times = new Histogram(9);
  for (let i = 0; i < 4_000; i++) times.record(Math.round(-10_000 * ms * Math.log(1 - random())));
  return {
    planned: {
      windowId: `r${round}/a:bare/hello/c64/stackbench`,
      caseId: "a:bare/hello/c64/stackbench",
      workload: "hello",
      level: { loop: "closed", connections: 64 },
      generator: "stackbench",
      seed: 1,
    },
    sittingId: `r${round}/a:bare`,
    variant: "a:bare",
    round,
    startedAt: "2026-11-21T05:48:00.000Z",
    status: "measured",
    load: {
      ...loadResultOf({ succeeded: 4_000 }),
      serviceTime: times.toData(),
      errors: timeouts > 0 ? { timeout: timeouts } : {},
    },
    use: fakeUse,
    cautions: [],
  };
}

/** Rounds differ by a tenth, as real ones do: far more than 4,000 answers of one round would tell. */
function rounds(count: number, random: Random): MeasuredWindow[] {
  return Array.from({ length: count }, (_, index) =>
    windowOf(index + 1, 5 * Math.exp(0.2 * (random() - 0.5)), random),
  );
}

test.each([50, 99] as const)(
  "the other half of the rounds lies in the interval of p%i at least as often as is promised",
  (percent) => {
    const random = seededRandom(3);
    let held = 0;
    const sets = 60;
    for (let set = 0; set < sets; set++) {
      const all = rounds(20, random);
      const [odd, even] = [1, 0].map((rest) => all.filter(({ round }) => round % 2 === rest));
      const [own, other] = [odd!, even!].map((half) => percentilesOf(half, "serviceTime")!);
      const { low, high } = (percent === 50 ? own!.p50Interval : own!.p99Interval)!;
      const value = percent === 50 ? other!.p50Ms! : other!.p99Ms!;
      held += Number(low <= value && value <= high);
    }
    // Of two equally sure estimates one lies in the other's 95 % interval in 83 % of cases.
    expect(held / sets).toBeGreaterThanOrEqual(0.8);
  },
);

test("fewer than six rounds carry no interval", () => {
  const five = rounds(5, seededRandom(1));
  expect(roundIntervalMs(five, "serviceTime", 50)).toBeNull();
  expect(roundIntervalMs(rounds(6, seededRandom(1)), "serviceTime", 50)).not.toBeNull();
});

test("0.1 % of timeouts do not vanish from p99.9", () => {
  const random = seededRandom(2);
  const withTimeouts = Array.from({ length: 10 }, (_, index) => windowOf(index + 1, 5, random, 50));
  const lost = percentilesOf(withTimeouts, "serviceTime")!;
  expect(lost).toMatchObject({ p999Ms: null, p99Ms: null, unanswered: [99, 99.9] });
  expect(lost.p50Ms).toBeGreaterThan(3);
  // In too many rounds to bound it from above.
  expect(lost.p99Interval).toBeNull();
  const few = Array.from({ length: 10 }, (_, index) => windowOf(index + 1, 5, random, 3));
  const sound = Array.from({ length: 10 }, (_, index) => windowOf(index + 1, 5, random));
  const [worse, better] = [few, sound].map((all) => percentilesOf(all, "serviceTime")!);
  expect(worse!.p999Ms!).toBeGreaterThan(better!.p999Ms!);
});
