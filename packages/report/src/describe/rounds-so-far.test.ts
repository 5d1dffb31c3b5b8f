import type { Experiment, RunRecord, WindowRecord } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { roundsSoFar } from "./rounds-so-far.ts";

const variants = ["a:bare", "b:bare"];

/** Both variants in three rounds, of which these sittings were held. */
function run(held: readonly string[], changes: Partial<Experiment["protocol"]> = {}) {
  const base = experimentOf(variants, { rounds: 3 });
  const experiment = { ...base, protocol: { ...base.protocol, ...changes } };
  const sittings = [1, 2, 3].flatMap((round) =>
    variants.map((variant) => {
      const sittingId = `r${round}/${variant}`;
      return { sittingId, round, variant, windows: [{ windowId: sittingId }] };
    }),
  );
  const windows = held.map((windowId) => ({
    round: Number(windowId[1]),
    planned: { windowId },
  })) as WindowRecord[];
  return { plan: { experiment, sittings }, windows } as Pick<RunRecord, "plan" | "windows">;
}

test.each([
  [[], "0 of 3 rounds so far, not a result."],
  [["r1/a:bare"], "0 of 3 rounds so far, not a result."],
  [["r1/a:bare", "r1/b:bare"], "1 of 3 rounds so far, not a result."],
  // What is decided gets no further rounds.
  [["r1/a:bare", "r1/b:bare", "r2/a:bare", "r3/a:bare"], "2 of 3 rounds so far, not a result."],
])("of %j", (held, said) => {
  expect(roundsSoFar(run(held))).toBe(said);
});

test("a run that may end earlier says so, and one variant after the other counts what all have", () => {
  expect(roundsSoFar(run([], { looks: [2] }))).toBe("0 of at most 3 rounds so far, not a result.");
  const first = ["r1/a:bare", "r2/a:bare", "r3/a:bare", "r1/b:bare"];
  expect(roundsSoFar(run(first, { order: "sequential" }))).toBe(
    "1 of 3 rounds so far, not a result.",
  );
});
