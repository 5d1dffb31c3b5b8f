import { StackFailure } from "@stackbench/model";
import { fakeProfile } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

const experiment = { workloads: ["hello" as const], profiles: true as const };

test("each sitting ends with a window under a profiler, whose profile is journalled", async () => {
  const { windows } = await hold({}, { experiment });
  expect(windows.map(({ status }) => status)).toEqual(
    Array.from({ length: 4 }, () => ["measured", "profiled"]).flat(),
  );
  const [, profiled] = windows;
  expect(profiled).toMatchObject({ outcome: { kind: "held", profile: fakeProfile } });
  expect(profiled!.planned.windowId).toMatch(/\/profile$/);
});

test("without it nothing is profiled", async () => {
  const { windows } = await hold({}, { experiment: { workloads: ["hello"] } });
  expect(windows.map(({ status }) => status)).not.toContain("profiled");
});

test("an app that cannot be profiled is told so, and its figures stand", async () => {
  const behaviour = {
    profile: () => {
      throw new StackFailure("window", "no profile: expected an inspector");
    },
  };
  const { windows, error } = await hold(behaviour, { experiment });
  expect(error).toBeUndefined();
  expect(windows.filter(({ status }) => status === "failed")).toEqual([]);
  expect(windows.filter(({ status }) => status === "measured")).toHaveLength(4);
  expect(windows[1]).toMatchObject({
    status: "profiled",
    outcome: { kind: "failed", failure: { message: "no profile: expected an inspector" } },
  });
});

test("a run that was interrupted before a profile holds that alone", async () => {
  const first = await hold({}, { experiment, abortAt: 1 });
  const doneWindows = first.windows;
  expect(doneWindows.map(({ status }) => status)).toEqual(["measured"]);
  const { windows } = await hold({}, { experiment, doneWindows });
  const [next, after] = windows;
  expect(next).toMatchObject({ status: "profiled", sittingId: doneWindows[0]!.sittingId });
  expect(after).toMatchObject({ status: "measured" });
});

test("one that never comes up is given up as without a profiler", async () => {
  const behaviour = {
    bringUp: ({ variant }: { variant: { stackId: string } }) => {
      if (variant.stackId === "a") throw new StackFailure("ready", "never");
    },
  };
  const { windows } = await hold(behaviour, { experiment });
  const failed = windows.filter(({ status }) => status === "failed");
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(({ variant }) => variant === "a:bare")).toBe(true);
});
