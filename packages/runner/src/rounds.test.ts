import { StackFailure, type Experiment, type Protocol, type ResourceUse } from "@stackbench/model";
import {
  fakeClock,
  fakeGenerator,
  fakeSampler,
  fakeUse,
  loadResultOf,
  type FakeBehaviour,
} from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

function experimentWith(
  protocol: Partial<Protocol>,
  changes: Partial<Experiment> = {},
): Partial<Experiment> {
  return {
    workloads: ["hello"],
    protocol: {
      name: "custom",
      version: 2,
      order: "interleaved",
      minRounds: 6,
      halfWidthTarget: null,
      budgetSeconds: null,
      spareRounds: 2,
      ...protocol,
    },
    ...changes,
  };
}

/** Throughput of `a:bare` wavers by `noise`, that of `b:bare` does not. */
function wavering(noise: number): FakeBehaviour {
  let calls = 0;
  return {
    measure: (variant) => {
      const factor = variant === "a:bare" ? 1 + noise * (((calls++ * 7) % 11) / 11 - 0.5) : 1;
      return loadResultOf({ succeeded: Math.round(50_000 * factor) });
    },
  };
}

/** Steal of each window in turn; the last goes on. */
function stealing(shares: number[]): { sampler: ReturnType<typeof fakeSampler> } {
  let window = 0;
  const use = (): ResourceUse => {
    const stealShare = shares[Math.min(window++, shares.length - 1)]!;
    return { ...fakeUse, host: { ...fakeUse.host, stealShare } };
  };
  return { sampler: { ...fakeSampler(), begin: () => fakeSampler(use()).begin([]) } };
}

test("spare rounds are not held where nothing was spoilt, and the run says why it ended", async () => {
  const { windows, stops, events } = await hold(
    {},
    { experiment: experimentWith({}, { rounds: 3 }) },
  );
  expect(windows.map(({ round }) => round)).toEqual([1, 1, 2, 2, 3, 3]);
  expect(stops).toEqual([{ reason: "rounds", round: 3, message: "all 3 rounds held" }]);
  expect(events.at(-1)).toEqual({ type: "journal", entry: { type: "stopped", stop: stops[0] } });
});

test("a run stops at the first look that finds the answer, and at none between", async () => {
  const experiment = experimentWith({ looks: [8, 12, 20] }, { rounds: 30 });
  const calm = await hold(wavering(0.01), { experiment });
  expect(calm.stops).toEqual([
    {
      reason: "resolved",
      round: 8,
      message: "every pair that matters is ordered or a tie, after 8 rounds",
    },
  ]);
  const lively = await hold(wavering(0.2), { experiment });
  expect(lively.stops[0]!.round).toBeGreaterThan(8);
});

test("after a look the rounds go to the pairs that are open, and each window is on disk once", async () => {
  const experiment = experimentWith(
    { looks: [3, 6, 9] },
    { rounds: 12, variants: ["a:bare", "b:bare", "c:bare"] },
  );
  const speeds = new Map([
    ["a:bare", 10_000],
    ["b:bare", 10_300],
    ["c:bare", 40_000],
  ]);
  let turn = 0;
  const behaviour: FakeBehaviour = {
    measure: (variant) =>
      loadResultOf({ succeeded: speeds.get(variant)! + ((turn++ * 7) % 11) * 100 }),
  };
  const whole = await hold(behaviour, { experiment });
  const ofLate = whole.windows.filter(({ round }) => round > 3);
  expect(new Set(ofLate.map(({ variant }) => variant))).toEqual(new Set(["a:bare", "b:bare"]));
  expect(new Set(whole.windows.map(({ planned }) => planned.windowId)).size).toBe(
    whole.windows.length,
  );
  // Broken off in the fifth round and resumed: the same sittings in all.
  turn = 0;
  const first = await hold(behaviour, { experiment, abortAt: 12 });
  const second = await hold(behaviour, { experiment, doneWindows: first.windows });
  expect([...first.windows, ...second.windows].map(({ sittingId }) => sittingId)).toEqual(
    whole.windows.map(({ sittingId }) => sittingId),
  );
});

test("a round that would end after the budget is not begun", async () => {
  const clock = fakeClock();
  const experiment = experimentWith({ budgetSeconds: 60 }, { rounds: 10 });
  // Ten seconds a window: a round takes 20 s, three fit.
  const slow: FakeBehaviour = {
    measure: () => {
      void clock.sleep(10_000);
      return loadResultOf();
    },
  };
  const { stops, windows } = await hold(slow, { experiment, ports: { clock } });
  expect(windows).toHaveLength(6);
  expect(stops).toEqual([
    {
      reason: "budget",
      round: 3,
      message: "the next round would end after the budget of 1 min (3 rounds held)",
    },
  ]);
  // What was spent before counts, and one round is always held.
  const resumed = await hold(slow, {
    experiment,
    doneWindows: windows.slice(0, 2),
    spentSeconds: 30,
    ports: { clock },
  });
  expect(resumed.stops[0]).toMatchObject({ reason: "budget", round: 2 });
  // The rest of a round tells nothing of a whole one's length: 16.8 s are estimated, not 10 s.
  const narrow = experimentWith({ budgetSeconds: 52 }, { rounds: 10 });
  const halfway = { doneWindows: windows.slice(0, 3), spentSeconds: 30, ports: { clock } };
  const rest = await hold(slow, { experiment: narrow, ...halfway });
  expect(rest.stops[0]).toMatchObject({ reason: "budget", round: 2 });
  const tight = experimentWith({ budgetSeconds: 1 }, { rounds: 10 });
  const least = await hold(slow, { experiment: tight, ports: { clock } });
  expect(least.stops[0]).toMatchObject({ reason: "budget", round: 1 });
});

test.each([
  // Two windows a round.
  [[0.3, 0], 4, "all 3 rounds held, and 1 in place of a spoilt one"],
  [[0.3, 0.3, 0, 0.3, 0], 5, "all 3 rounds held, and 2 in place of 2 spoilt ones"],
  [[0.3], 5, "all 3 rounds held, and 2 in place of 5 spoilt ones"],
])("rounds that the host spoilt are replaced, two at most: %j", async (shares, round, message) => {
  const { stops, windows } = await hold(
    {},
    { experiment: experimentWith({}, { rounds: 3 }), ports: stealing(shares) },
  );
  expect(stops).toEqual([{ reason: "rounds", round, message }]);
  expect(windows).toHaveLength(2 * round);
});

test("in sequential order nothing is decided between rounds", async () => {
  const experiment = experimentWith(
    { order: "sequential", halfWidthTarget: 0.5, budgetSeconds: 1 },
    { rounds: 7 },
  );
  const { stops, windows } = await hold({}, { experiment, ports: stealing([0.3]) });
  expect(windows.map(({ variant }) => variant)).toEqual([
    ...Array<string>(7).fill("a:bare"),
    ...Array<string>(7).fill("b:bare"),
  ]);
  expect(stops).toEqual([
    { reason: "rounds", round: 7, message: "7 rounds held, one variant after the other" },
  ]);
});

test("a run resumed in the middle of a round ends that round first, then decides", async () => {
  const experiment = experimentWith({ looks: [6] }, { rounds: 30 });
  const first = await hold(wavering(0.01), { experiment, abortAt: 11 });
  expect(first.windows.map(({ round }) => round).at(-1)).toBe(6);
  expect(first.stops).toEqual([]);
  const second = await hold(wavering(0.01), { experiment, doneWindows: first.windows });
  expect(second.windows.map(({ round }) => round)).toEqual([6]);
  expect(second.stops).toEqual([
    {
      reason: "resolved",
      round: 6,
      message: "every pair that matters is ordered or a tie, after 6 rounds",
    },
  ]);
  // Killed between its last window and the decision: only that is made.
  const third = await hold(wavering(0.01), {
    experiment,
    doneWindows: [...first.windows, ...second.windows],
  });
  expect(third.events).toHaveLength(1);
  expect(third.stops).toEqual(second.stops);
});

test("a spare round that was interrupted is ended", async () => {
  const experiment = experimentWith({}, { rounds: 3 });
  const first = await hold({}, { experiment, abortAt: 7, ports: stealing([0.3, 0]) });
  const second = await hold({}, { experiment, doneWindows: first.windows });
  expect(second.windows.map(({ round }) => round)).toEqual([4]);
  expect(second.stops[0]).toMatchObject({ reason: "rounds", round: 4 });
});

test("a variant that fails does not keep the others from being resolved", async () => {
  const experiment = experimentWith({ looks: [6] }, { rounds: 30 });
  for (const stage of ["ready", "window"] as const) {
    const { stops, windows } = await hold(
      {
        bringUp: ({ variant }) => {
          if (variant.stackId === "b" && stage === "ready") throw new StackFailure(stage, "no");
        },
        measure: (variant) => {
          if (variant === "b:bare") throw new StackFailure("window", "no answer");
          return loadResultOf();
        },
      },
      { experiment },
    );
    expect(stops[0]).toMatchObject({ reason: "resolved", round: 6 });
    expect(windows).toHaveLength(12);
  }
});

test("a warm-up is told what the case has shown in the run so far", async () => {
  const told: unknown[] = [];
  let measured = 0;
  const generator = fakeGenerator({
    measure: () => loadResultOf({ succeeded: [40_000, 60_000, 50_000][measured++]!, seconds: 10 }),
  });
  await hold(
    {},
    {
      experiment: { variants: ["a:bare"], workloads: ["hello"], rounds: 3 },
      ports: {
        generator: () => ({
          ...generator,
          open: async (...given) => {
            const session = await generator.open(...given);
            return {
              ...session,
              warmUp: async ({ bestPerSecond }) => void told.push(bestPerSecond),
            };
          },
        }),
      },
    },
  );
  expect(told).toEqual([null, 4000, 6000]);
});

test("a case is warmed up once in a sitting: its windows share one generator, other cases have their own", async () => {
  const log: string[] = [];
  const generator = fakeGenerator();
  const { windows } = await hold(
    {},
    {
      experiment: { workloads: ["hello", "items"], rounds: 1, windowsPerSitting: 3 },
      ports: {
        generator: () => ({
          ...generator,
          open: async (launcher, spec) => {
            log.push(`open ${spec.host}`);
            const session = await generator.open(launcher, spec);
            return {
              warmUp: async () => void log.push("warm up"),
              rest: (signal) => session.rest(signal),
              measure: (...given) => {
                log.push("measure");
                return session.measure(...given);
              },
              [Symbol.asyncDispose]: async () => void log.push("close"),
            };
          },
        }),
      },
    },
  );
  expect(windows).toHaveLength(12);
  const [{ variant: first }, { variant: last }] = [windows[0]!, windows.at(-1)!];
  const ofCase = (variant: string) => [
    `open ${variant}`,
    "warm up",
    ...Array<string>(3).fill("measure"),
    "close",
  ];
  expect(log).toEqual([first, first, last, last].flatMap(ofCase));
});

test("after a window that failed the case gets a new generator and a warm-up", async () => {
  let opened = 0;
  let measured = 0;
  const behaviour: FakeBehaviour = {
    measure: () => {
      if (++measured === 2) throw new StackFailure("window", "no answer");
      return loadResultOf();
    },
  };
  const { windows, driver } = await hold(behaviour, {
    experiment: { workloads: ["hello"], rounds: 1, windowsPerSitting: 3, variants: ["a:bare"] },
    ports: {
      generator: () => {
        opened++;
        return fakeGenerator(behaviour);
      },
    },
  });
  expect(windows.map(({ status }) => status)).toEqual(["measured", "failed", "measured"]);
  expect(opened).toBe(2);
  expect(driver.brought).toEqual(["a:bare"]);
});

test("a look that does not end the run is told before anything further is held", async () => {
  const experiment = experimentWith({ looks: [2, 4] }, { rounds: 5 });
  const { events } = await hold(wavering(0.5), { experiment });
  const told = events.flatMap((event) => {
    if (event.type === "looked") return [`looked after ${event.round}`];
    return event.type === "sitting-started" ? [`round ${event.sitting.round}`] : [];
  });
  expect(told.filter((one, index) => one !== told[index - 1])).toEqual([
    "round 1",
    "round 2",
    "looked after 2",
    "round 3",
    "round 4",
    "looked after 4",
    "round 5",
  ]);
});
