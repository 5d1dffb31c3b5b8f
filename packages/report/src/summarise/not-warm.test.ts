import { loadResultOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { runOf } from "../testing/index.ts";
import { summarise } from "../summarise.ts";

/** Rows of a run whose warm-ups last for 15 s at most: throughput each second of the warm-up, by round. */
function rowOf(rounds: { seconds?: number; steady?: boolean; each: (second: number) => number }[]) {
  const { warmUp } = loadResultOf();
  const run = runOf({
    rounds: rounds.length,
    cases: [
      {
        variant: "spring:bare",
        workload: "hello",
        rounds: rounds.map(({ seconds = 15, steady = false, each }) => ({
          throughput: 1000,
          load: {
            warmUp: {
              ...warmUp,
              seconds,
              steady,
              series: {
                intervalMs: 1000,
                succeeded: Array.from({ length: Math.floor(seconds) }, (_, second) => each(second)),
              },
            },
          },
        })),
      },
      {
        variant: "fastify:bare",
        workload: "hello",
        rounds: rounds.map(() => ({ throughput: 2000 })),
      },
    ],
  });
  return summarise(run).rows.find(({ key }) => key === "spring:bare")!;
}

const climbing = { each: (second: number) => 300 + 60 * second };
const level = { each: () => 900, steady: true };

test("a server that still climbs when its warm-ups must end is not ranked, and its row says that it serves more", () => {
  const row = rowOf([climbing, climbing, climbing]);
  expect(row.rank).toBeNull();
  expect(row.cautions).toContainEqual({
    kind: "not-warm",
    severity: "unranked",
    message:
      "throughput grew by 48 % within the later half of warm-ups of 15 s, which had to end: once warm the server serves more",
    windows: 3,
    invalidWindows: 0,
  });
});

test("a slower climb, or one that noise may have made, is told and takes no rank", () => {
  const slowly = { each: (second: number) => 1000 + 40 * second };
  const unproven = { ...climbing, steady: true };
  for (const rounds of [
    [slowly, slowly, slowly],
    [unproven, unproven, unproven],
  ]) {
    const row = rowOf(rounds);
    expect(row.rank).not.toBeNull();
    expect(row.cautions.find(({ kind }) => kind === "not-warm")!.severity).toBe("note");
  }
});

test.each([
  ["one window in which the machine became faster", [climbing, level, level]],
  ["warm-ups that ended before their limit", [1, 2, 3].map(() => ({ ...climbing, seconds: 4 }))],
  ["throughput that fell", [1, 2, 3].map(() => ({ each: (second: number) => 900 - 30 * second }))],
  ["what had settled", [level, level, level]],
])("%s: nothing is said", (_, rounds) => {
  const row = rowOf(rounds);
  expect(row.rank).not.toBeNull();
  expect(row.cautions.map(({ kind }) => kind)).not.toContain("not-warm");
});
