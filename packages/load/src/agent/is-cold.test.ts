import type { WarmUpWanted } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { simulatedLoad, timeOf } from "../testing/simulated-load.ts";
import { untilWarm } from "./until-warm.ts";

/** The warm-up of a server whose answers a second are a function of its time, three in a hundred up and down. */
async function warmUpOf(
  perSecond: (seconds: number) => number,
  bestPerSecond?: WarmUpWanted["bestPerSecond"],
) {
  const known = bestPerSecond === undefined ? {} : { bestPerSecond };
  const load = simulatedLoad((interval) => {
    const { seconds, share } = timeOf(interval);
    return perSecond(seconds) * share * (1 + 0.03 * ((interval * 7) % 3) - 0.03);
  });
  return await untilWarm({ seconds: 1, atMostSeconds: 15, ...known }, load);
}

/** As Spring Boot behind nginx on one CPU: slow, a step on which it stands still, and what it serves once all is compiled. */
const onSteps = (at: number) =>
  at < 0.7 ? 1500 : at < 5 ? 2300 : Math.min(10_000, 2300 + 4000 * (at - 5));
const steady = () => 10_000;
/** Faster by a half in its first half second, as a server of Node is. */
const quickToCompile = (at: number) => (at < 0.7 ? 6500 : 10_000);

test("one that stands still on a step is taken for warm where nothing is known of it", async () => {
  const { seconds, steady: settled } = await warmUpOf(onSteps);
  expect(settled).toBe(true);
  expect(seconds).toBeLessThan(4);
});

test.each([
  ["that is loaded for the first time", null],
  ["that was seen warm in an earlier round", 10_000],
])("a server %s is loaded on over the step", async (_, best) => {
  const { seconds, steady: settled } = await warmUpOf(onSteps, best);
  expect(settled).toBe(true);
  expect(seconds).toBeGreaterThan(7);
});

test("a server that is as fast from its first second on is warm when its time is up, loaded for the first time or not", async () => {
  for (const best of [null, 10_000]) {
    const { seconds } = await warmUpOf(steady, best);
    expect(seconds).toBeCloseTo(1.25, 1);
  }
});

test("one that became faster is looked at for six times as long, once", async () => {
  expect((await warmUpOf(quickToCompile, null)).seconds).toBeCloseTo(6.25, 0);
  expect((await warmUpOf(quickToCompile, 10_000)).seconds).toBeLessThan(3);
});

test("the slower of a server's two speeds is not waited for, and what stays far below the best is measured all the same", async () => {
  expect((await warmUpOf(() => 7300, 9700)).seconds).toBeCloseTo(1.25, 1);
  const { seconds, steady: settled } = await warmUpOf(() => 3000, 10_000);
  expect(seconds).toBeCloseTo(15, 1);
  expect(settled).toBe(true);
});

test.each([1.5, 2, 2.3])(
  "on a machine that changes its own speed by ×%i, what a case served before decides not at which speed it is measured",
  async (factor) => {
    const random = seededRandom(11);
    const windows = 300;
    /** How many windows begin at the machine's full speed, of a case whose best window was at that speed or not. */
    const atFullSpeed = async (best: number) => {
      let full = 0;
      for (let window = 0; window < windows; window++) {
        let [isFull, untilSeconds] = [random() < 0.5, 0];
        await warmUpOf((at) => {
          while (at >= untilSeconds) {
            untilSeconds += -4 * Math.log(1 - random());
            isFull = !isFull;
          }
          return isFull ? 20_000 : 20_000 / factor;
        }, best);
        if (isFull) full++;
      }
      return full / windows;
    };
    const [seenFull, seenSlow] = [await atFullSpeed(20_000), await atFullSpeed(20_000 / factor)];
    expect(Math.abs(seenFull - seenSlow)).toBeLessThan(0.1);
  },
);
