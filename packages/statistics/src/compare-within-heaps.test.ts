import { describe, expect, test } from "vitest";
import { compareWithinHeaps } from "./compare-within-heaps.ts";
import { hodgesLehmann } from "./hodges-lehmann.ts";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

interface Trial {
  rounds: number;
  /** Chance of the fast heap in either arm. */
  fast?: [number, number];
  /** Log of first arm ÷ second at the same speed. */
  effect?: number;
  /** Log of fast ÷ slow. */
  distance?: number;
  heavyTails?: boolean;
}

/** Both arms over common rounds: heaps 0.28 apart, 2 % of noise a start, 5 % that a round's starts share. */
function drawArms(
  { rounds, fast = [0.5, 0.5], effect = 0, distance = 0.28, heavyTails }: Trial,
  random: Random,
) {
  const shared = normalValues(rounds, random, 11, 0.05);
  const noise = (): number => {
    const [value] = normalValues(1, random, 0, 0.02);
    if (!heavyTails) return value!;
    const squares = normalValues(3, random).reduce((sum, each) => sum + each ** 2, 0);
    return value! / Math.sqrt(squares / 3) / Math.sqrt(3);
  };
  const draw = (chance: number, shift: number): number[] =>
    shared.map((round) => Math.exp(round + shift + noise() + (random() < chance ? distance : 0)));
  return { a: draw(fast[0], effect), b: draw(fast[1], 0) };
}

/** Over the trials in which heaps were found. */
function simulate(trial: Trial, seed: number, trials = 1500) {
  const random = seededRandom(seed);
  const effect = trial.effect ?? 0;
  const compared = Array.from({ length: trials }, () => {
    const { a, b } = drawArms(trial, random);
    return compareWithinHeaps(a, b);
  }).filter((each) => each !== undefined);
  const share = (holds: (each: (typeof compared)[number]) => boolean): number =>
    compared.filter(holds).length / compared.length;
  return {
    found: compared.length / trials,
    covered: share(({ low, high }) => low <= Math.exp(effect) && Math.exp(effect) <= high),
    differs: share(({ p }) => p < 0.05),
    sharesDiffer: share(({ sharesP }) => sharesP < 0.05),
    verdicts: (verdict: string) => share((each) => each.verdict === verdict),
    halfWidth: Math.max(...compared.map(({ low, high }) => Math.log(high / low) / 2)),
    tied: share(({ low, high }) => low > 1 / 1.03 && high < 1.03),
  };
}

describe("error rates, by simulation", () => {
  test.each([8, 12, 20])("%i rounds of equal arms", (rounds) => {
    for (const heavyTails of [false, true]) {
      const trials = simulate({ rounds, heavyTails }, rounds);
      const { covered, differs, sharesDiffer, verdicts } = trials;
      expect(covered).toBeGreaterThan(0.935);
      expect(differs).toBeLessThan(0.065);
      expect(sharesDiffer).toBeLessThan(0.065);
      expect(verdicts("faster") + verdicts("slower")).toBeLessThan(0.05);
    }
  });

  test("a difference of 5 % at the same speed is found, and its size", () => {
    for (const fast of [
      [0.5, 0.5],
      [0.7, 0.3],
    ] as [number, number][]) {
      const { covered, differs, verdicts } = simulate({ rounds: 16, effect: -0.05, fast }, 3);
      expect(covered).toBeGreaterThan(0.935);
      expect(differs).toBeGreaterThan(0.95);
      expect(verdicts("slower")).toBeGreaterThan(fast[0] === 0.5 ? 0.9 : 0.5);
    }
  });

  test("arms of one speed are hardly ever taken for such of two", () => {
    for (const heavyTails of [false, true]) {
      for (const rounds of [8, 20]) {
        const { found } = simulate({ rounds, heavyTails, distance: 0 }, 9);
        expect(found).toBeLessThan(0.015);
      }
    }
  });

  test("a difference at the end of the margin is called a tie in 5 % at most", () => {
    for (const rounds of [12, 20]) {
      const { verdicts } = simulate({ rounds, effect: Math.log(1.03) }, 10);
      expect(verdicts("tie")).toBeLessThan(0.065);
    }
  });

  test("an arm that always draws the fast heap differs in its shares, not at the same speed", () => {
    const { found, differs, sharesDiffer, verdicts } = simulate({ rounds: 16, fast: [1, 0.5] }, 4);
    expect(found).toBeGreaterThan(0.9);
    expect(differs).toBeLessThan(0.065);
    expect(sharesDiffer).toBeGreaterThan(0.7);
    expect(verdicts("faster")).toBeGreaterThan(0.7);
    expect(verdicts("slower")).toBe(0);
  });
});

test("equal arms end within ±3 % after 16 rounds, where their plain comparison is nowhere near", () => {
  const { tied, verdicts } = simulate({ rounds: 16 }, 5);
  expect(tied).toBeGreaterThan(0.9);
  expect(verdicts("tie")).toBeGreaterThan(0.88);
  const random = seededRandom(6);
  const { a, b } = drawArms({ rounds: 16 }, random);
  const plain = hodgesLehmann(a.map((value, i) => Math.log(value / b[i]!)));
  expect((plain.high - plain.low) / 2).toBeGreaterThan(0.06);
});

test("without heaps, with a heap for each arm, or with too few rounds there is nothing to say", () => {
  const random = seededRandom(8);
  const level = normalValues(20, random, 0, 0.02).map(Math.exp);
  expect(compareWithinHeaps(level.slice(0, 10), level.slice(10))).toBeUndefined();
  const faster = level.slice(10).map((value) => value * 1.4);
  expect(compareWithinHeaps(level.slice(0, 10), faster)).toBeUndefined();
  expect(compareWithinHeaps([1, 2, 1, 2], [2, 1, 2, 1])).toBeUndefined();
  expect(() => compareWithinHeaps([1, 2], [1])).toThrow("2 and 1");
  expect(() => compareWithinHeaps([1, 0], [1, 1])).toThrow("got 0");
});
