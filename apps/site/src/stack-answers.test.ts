import { runPageOf, summarise } from "@stackbench/report";
import { runOf, type CaseSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { publishedRunOf } from "./published-run.ts";
import { stackAnswers } from "./stack-answers.ts";

const noise = [1, 0.99, 1.01, 1, 0.98, 1.02, 1.005, 0.995];
const caseOf = (
  variant: string,
  throughput: number,
  more: Partial<CaseSketch> = {},
): CaseSketch => ({
  variant,
  workload: "hello",
  rounds: noise.map((share) => ({ throughput: throughput * share })),
  ...more,
});

function answersOf(cases: CaseSketch[], stack: string): string[] {
  const record = runOf({ rounds: noise.length, cases });
  Object.assign(record, { startedAt: "2026-11-29T00:00:00.000Z" });
  const content = runPageOf(record, summarise(record));
  return stackAnswers(publishedRunOf({ record, content }), stack);
}

test("a stack's page begins with its variant that serves most, among all that were ranked", () => {
  const cases = [caseOf("a:bare", 3000), caseOf("b:nginx", 1000), caseOf("b:bare", 2000)];
  expect(answersOf(cases, "b")).toEqual([
    expect.stringMatching(
      /^hello: b:bare serves (2,0\d\d|1,9\d\d) requests\/s, place 2 of 3 \(2026-11-29\)\.$/,
    ),
  ]);
  expect(answersOf(cases, "c")).toEqual([]);
});

test("at a rate that was the same for all nobody serves most", () => {
  const cases = ["a:bare", "b:bare"].map((key) => caseOf(key, 9000, { ratePerSecond: 500 }));
  expect(answersOf(cases, "b")).toEqual([]);
});
