import type { Experiment, RunRecord, WindowRecord } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { describeProvisional, heldRounds } from "./rounds-so-far.ts";

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
  [[], 0],
  [["r1/a:bare"], 0],
  [["r1/a:bare", "r1/b:bare"], 1],
  // What is decided gets no further rounds.
  [["r1/a:bare", "r1/b:bare", "r2/a:bare", "r3/a:bare"], 2],
])("of %j %i rounds are held", (held, rounds) => {
  expect(heldRounds(run(held))).toBe(rounds);
});

test("one variant after the other, those rounds are held that all have", () => {
  const first = ["r1/a:bare", "r2/a:bare", "r3/a:bare", "r1/b:bare"];
  expect(heldRounds(run(first, { order: "sequential" }))).toBe(1);
});

test.each([
  [[], 2, "after 2 of 3 rounds (judged at the end); what is still open"],
  [[2], 1, "after 1 of at most 3 rounds (first judged after 2); what is still open"],
  [[2], 2, "after 2 of at most 3 rounds; what is still open"],
  [[1], 2, "after 2 of at most 3 rounds (judged after 1); what is still open"],
])(
  "a run with looks after %j that holds %i rounds says whose verdicts these are",
  (looks, round, said) => {
    expect(describeProvisional(run([], { looks }), round)).toContain(`provisional, ${said}`);
  },
);

test("of one variant nothing is judged", () => {
  const { plan } = run([]);
  const alone = { ...plan, experiment: { ...plan.experiment, variants: ["a:bare"] } };
  expect(describeProvisional({ plan: alone }, 1)).toContain("after 1 of 3 rounds; what");
});
