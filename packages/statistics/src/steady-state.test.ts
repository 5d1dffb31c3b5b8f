import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { steadyState } from "./steady-state.ts";
import { normalValues } from "./testing/normal-values.ts";

test("a warm-up in the first third is not looked at", () => {
  const bins = [100, 400, 700, 1000, 1001, 999, 1002, 998, 1000];
  expect(steadyState(bins)).toMatchObject({ ratio: 1, p: 1, steady: true });
});

test("a climb or a fall into the last third is unsteady", () => {
  const climb = steadyState([900, 900, 900, 1000, 1010, 990, 1200, 1210, 1190])!;
  expect(climb).toMatchObject({ ratio: 1.2, steady: false });
  expect(steadyState([900, 900, 900, 1200, 1210, 1190, 1000, 1010, 990])!.steady).toBe(false);
});

test("a sure change within 5 % is steady, and so is a large one that noise explains", () => {
  const sure = steadyState([0, 0, 0, 1000, 1001, 999, 1040, 1041, 1039])!;
  expect(sure.steady).toBe(true);
  expect(sure.p).toBeLessThan(0.01);
  expect(steadyState([0, 0, 0, 1000, 400, 1600, 1300, 700, 1900])).toMatchObject({
    ratio: 1.3,
    steady: true,
  });
  expect(steadyState([0, 0, 0, 1000, 1001, 999, 1040, 1041, 1039], { margin: 0.02 })!.steady).toBe(
    false,
  );
});

test("only the shape counts, not the speed", () => {
  const bins = normalValues(12, seededRandom(5), 1000, 50);
  const [slow, fast] = [steadyState(bins)!, steadyState(bins.map((count) => count * 64))!];
  expect(fast.ratio).toBeCloseTo(slow.ratio, 12);
  expect(fast.p).toBeCloseTo(slow.p, 12);
});

test("a service that stops altogether is unsteady; one that never ran cannot be told", () => {
  expect(steadyState([9, 9, 9, 9, 0, 0])).toMatchObject({ ratio: 0, p: 0, steady: false });
  expect(steadyState([0, 0, 0, 0, 9, 9])).toMatchObject({ ratio: Infinity, steady: false });
  expect(steadyState([0, 0, 0, 0, 0, 0])).toBeUndefined();
});

test("fewer than six bins cannot tell", () => {
  expect(steadyState([1, 1, 1, 5, 5])).toBeUndefined();
  expect(steadyState([1, 1, 1, 1, 5, 5])).toBeDefined();
});

test.each([6, 10, 30])(
  "noise of a tenth in %i bins raises false alarms in at most a hundredth",
  (count) => {
    const random = seededRandom(81);
    const sets = 4000;
    let alarms = 0;
    for (let i = 0; i < sets; i++) {
      if (!steadyState(normalValues(count, random, 1000, 100))!.steady) alarms += 1;
    }
    expect(alarms / sets).toBeLessThanOrEqual(0.0125);
  },
);

test.each([10, 20])("a drift of 0.15 under noise of 0.02 is seen in %i bins", (count) => {
  const random = seededRandom(82);
  let seen = 0;
  for (let i = 0; i < 500; i++) {
    const bins = normalValues(count, random, 1000, 20).map((value, bin) =>
      bin >= count - Math.floor(count / 3) ? value * 1.15 : value,
    );
    if (!steadyState(bins)!.steady) seen += 1;
  }
  expect(seen / 500).toBeGreaterThan(0.8);
});
