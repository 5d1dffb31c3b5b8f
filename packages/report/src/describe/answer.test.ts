import { expect, test } from "vitest";
import { summarise } from "../summarise.ts";
import { runOf, type CaseSketch } from "../testing/run-of.ts";
import { describeAnswers } from "./answer.ts";

const shares = [1, 0.99, 1.01, 1, 0.98, 1.02, 1.005, 0.995];
/** Rounds that go up and down together, and each on its own by `wobble`. */
const rounds = (throughput: number, wobble = 0): CaseSketch["rounds"] =>
  shares.map((share, index) => ({
    throughput: throughput * share * (1 + wobble * (index % 2 === 0 ? 1 : -1)),
  }));

function answers(cases: CaseSketch[], experiment = {}): string[] {
  return describeAnswers(summarise(runOf({ rounds: shares.length, cases, experiment })));
}

const hello = (variant: string, throughput: number, wobble = 0): CaseSketch => ({
  variant,
  workload: "hello",
  rounds: rounds(throughput, wobble),
});

test("of two, which serves more and by how much, whichever is the anchor", () => {
  expect(answers([hello("a:bare", 1000), hello("b:bare", 2000, 0.001)])[0]).toMatch(
    /^b:bare serves (1\.99|2\.00)( to 2\.0[01])? times what a:bare does\.$/,
  );
  expect(answers([hello("a:bare", 2000), hello("b:bare", 1000, 0.001)])[0]).toMatch(
    /^a:bare serves (1\.99|2\.00)( to 2\.0[01])? times what b:bare does\.$/,
  );
  expect(answers([hello("a:bare", 1000), hello("b:bare", 1120, 0.001)])[0]).toMatch(
    /^b:bare serves 12 % more than a:bare\.$|^b:bare serves 1[12] to 1[23] % more than a:bare\.$/,
  );
});

test("two that are equal, and two that cannot be told apart", () => {
  expect(answers([hello("a:bare", 1000), hello("b:bare", 1004, 0.001)])).toEqual([
    "b:bare and a:bare are equal within 3 %.",
  ]);
  expect(answers([hello("a:bare", 1000), hello("b:bare", 1030, 0.09)])[0]).toMatch(
    /^b:bare and a:bare cannot be told apart \(.* less to .* more\)\.$/,
  );
});

test("of more, who may be first, and how that stands to the anchor", () => {
  const [answer] = answers([
    hello("a:bare", 1000),
    hello("b:bare", 2000, 0.001),
    hello("c:bare", 2002, 0.002),
  ]);
  expect(answer).toMatch(
    /^c:bare and b:bare may each be first: c:bare serves .* times what a:bare does\.$/,
  );
});

test("what the whole table does not prove is not said as if it were, whatever an interval says by itself", () => {
  const cases = [hello("a:bare", 1000), hello("b:bare", 1500, 0.001), hello("c:bare", 1501, 0.002)];
  const table = summarise(runOf({ rounds: shares.length, cases }));
  for (const { relative } of table.rows) if (relative) relative.verdict = "unresolved";
  const [first] = table.groups[0]!.rows;
  first!.relative!.interval = { low: 1.21, high: 1.92, confidence: 0.95 };
  expect(describeAnswers(table)).toEqual([
    "c:bare and b:bare may each be first: c:bare is not proven to differ from a:bare (21 to 92 % more).",
  ]);
});

test("one alone, one that failed, and several workloads", () => {
  expect(answers([hello("a:bare", 1000)])[0]).toMatch(
    /^a:bare serves 1,000 requests\/s \(9\d\d to 1,0\d\d\)\.$/,
  );
  const failed = { stage: "verify" as const, message: "wrong", logLines: [] };
  const [one, two] = answers([
    hello("a:bare", 1000),
    { ...hello("a:bare", 50), workload: "hash-sort" },
    { variant: "b:bare", workload: "hash-sort", rounds: shares.map(() => failed) },
  ]);
  expect(one).toMatch(/^hello: a:bare serves/);
  expect(two).toMatch(/^hash-sort: a:bare serves .*; one more is not ranked\.$/);
});

test("less is better where latency is compared", () => {
  const open = (variant: string, throughput: number): CaseSketch => ({
    variant,
    workload: "hello",
    ratePerSecond: 500,
    rounds: rounds(throughput, 0.001),
  });
  expect(answers([open("a:bare", 1000), open("b:bare", 2000)])[0]).toMatch(
    /^The (p99|median) latency of b:bare is .* % lower than that of a:bare\.$/,
  );
});
