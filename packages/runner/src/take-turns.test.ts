import { HostError, StackFailure, type Experiment } from "@stackbench/model";
import { loadResultOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

function alternating(changes: Partial<Experiment> = {}): Partial<Experiment> {
  return {
    workloads: ["hello"],
    rounds: 1,
    windowsPerSitting: 3,
    protocol: {
      name: "custom",
      version: 2,
      order: "alternating",
      minRounds: 1,
      halfWidthTarget: null,
      budgetSeconds: null,
      spareRounds: 0,
    },
    ...changes,
  };
}

test("all of a round are up before the first window, and their windows go to and fro", async () => {
  const { events, driver, windows } = await hold({}, { experiment: alternating({ rounds: 2 }) });
  for (const round of [1, 2]) {
    const [first, second] = windows.filter((one) => one.round === round).map((one) => one.variant);
    const own = windows.filter((one) => one.round === round).map(({ variant }) => variant);
    expect(own).toEqual([first, second, second, first, first, second]);
    expect(first).not.toBe(second);
  }
  const phases = events.flatMap((event) => (event.type === "phase" ? [event.phase] : []));
  const ofRound = ["bring-up", "verify", "ready", "bring-up", "verify", "ready"];
  expect(phases).toEqual([
    ...ofRound,
    "take-down",
    "take-down",
    ...ofRound,
    "take-down",
    "take-down",
  ]);
  expect(driver.up.size).toBe(0);
});

test("all are warm before the first window of any", async () => {
  const experiment = alternating({ workloads: ["hello", "items"], windowsPerSitting: 2 });
  const { events } = await hold({}, { experiment });
  const loaded = events.flatMap(({ type }) => {
    if (type === "warming-up") return ["warm"];
    return type === "measuring" ? ["window"] : [];
  });
  const ofCase = ["warm", "warm", "window", "window", "window", "window"];
  expect(loaded).toEqual([...ofCase, ...ofCase]);
});

test("the same case is measured of all in the same turn", async () => {
  const { windows } = await hold(
    {},
    { experiment: alternating({ workloads: ["hello", "items"], rounds: 8 }) },
  );
  const firsts = new Set<string>();
  for (let turn = 0; turn < windows.length; turn += 2) {
    const [one, other] = [windows[turn]!, windows[turn + 1]!];
    expect(one.planned.workload).toBe(other.planned.workload);
    expect(one.variant).not.toBe(other.variant);
    if (turn % 12 === 0) firsts.add(one.planned.workload);
  }
  expect(firsts).toEqual(new Set(["hello", "items"]));
});

test("one that fails leaves its turns to the other", async () => {
  for (const stage of ["ready", "window"] as const) {
    const { windows, driver } = await hold(
      {
        bringUp: ({ variant }) => {
          if (variant.stackId === "b" && stage === "ready") throw new StackFailure(stage, "no");
        },
        measure: (variant) => {
          if (variant === "b:bare") throw new StackFailure("window", "no answer");
          return loadResultOf();
        },
      },
      { experiment: alternating() },
    );
    const ended = (status: string) =>
      windows.filter((one) => one.status === status).map(({ variant }) => variant);
    expect(ended("measured")).toEqual(Array<string>(3).fill("a:bare"));
    expect(ended("failed")).toEqual(Array<string>(3).fill("b:bare"));
    expect(driver.up.size).toBe(0);
  }
});

test("a server that dies in its window is brought up anew in its own turn", async () => {
  let dead = false;
  let measured = 0;
  const { windows, driver } = await hold(
    {
      bringUp: ({ variant }) => {
        if (variant.stackId === "b") dead = false;
      },
      measure: (variant) => {
        if (variant === "b:bare" && ++measured === 1) dead = true;
        return loadResultOf();
      },
      casualty: (variant) =>
        variant === "b:bare" && dead ? { service: "app", message: "exited" } : undefined,
    },
    { experiment: alternating() },
  );
  expect(driver.brought.filter((variant) => variant === "b:bare")).toHaveLength(2);
  expect(windows.filter(({ status }) => status === "measured")).toHaveLength(5);
  expect(windows).toHaveLength(6);
});

test("Ctrl-C and a broken host take all of them down, and resuming ends the round", async () => {
  const experiment = alternating();
  const first = await hold({}, { experiment, abortAt: 3 });
  expect(first.error).toEqual(new Error("stop"));
  expect(first.driver.up.size).toBe(0);
  expect(first.windows).toHaveLength(3);
  const second = await hold({}, { experiment, doneWindows: first.windows });
  expect(second.windows).toHaveLength(3);
  const ids = [...first.windows, ...second.windows].map(({ planned }) => planned.windowId);
  expect(new Set(ids).size).toBe(6);

  const broken = new HostError("the engine is gone");
  const last = await hold(
    {
      bringUp: ({ variant }) => {
        if (variant.stackId === "b") throw broken;
      },
    },
    { experiment },
  );
  expect(last.error).toBe(broken);
  expect(last.driver.up.size).toBe(0);
});
