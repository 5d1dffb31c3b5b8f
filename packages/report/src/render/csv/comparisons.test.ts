import { expect, test } from "vitest";
import { summarise } from "../../summarise.ts";
import { parseCsv } from "../../testing/parse-csv.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderComparisonsCsv } from "./comparisons.ts";

const shares = [1, 0.98, 1.02, 1.01, 0.99, 1];

test("each figure that a row has against the anchor is a line, with what the verdict rests on", () => {
  const table = summarise(realisticRun());
  const lines = parseCsv(renderComparisonsCsv(table));
  const { relative, cpuRelative, caseId } = table.rows.find(
    (row) => row.key === "express:bare" && row.workload === "hello",
  )!;
  const ofRow = lines.filter((line) => line["case_id"] === caseId);
  expect(ofRow.map((line) => line["figure"])).toEqual(["throughput", "cpu-per-request"]);
  const numbers = (line: Record<string, string>) =>
    [
      "ratio",
      "low",
      "high",
      "confidence",
      "p",
      "adjusted_p",
      "tie_adjusted_p",
      "signed_rank_p",
    ].map((name) => Number(line[name]));
  for (const [line, told] of [
    [ofRow[0]!, relative!],
    [ofRow[1]!, cpuRelative!],
  ] as const) {
    expect(line).toMatchObject({
      anchor: "node-http:bare",
      verdict: told.verdict,
      rounds: String(told.rounds),
    });
    const { low, high, confidence } = told.interval!;
    const { ratio, p, adjustedP, tieAdjustedP, signedRankP } = told;
    expect(numbers(line)).toEqual([
      ratio,
      low,
      high,
      confidence,
      p,
      adjustedP,
      tieAdjustedP,
      signedRankP,
    ]);
  }
  const compared = table.rows.filter((row) => row.relative).length;
  expect(lines.filter((line) => line["figure"] === "throughput")).toHaveLength(compared);
  // Neither the anchor nor what failed is compared with the anchor.
  expect(lines.map((line) => `${line["stack"]}:${line["variant"]}`)).not.toContain(
    "node-http:bare",
  );
  expect(lines.map((line) => `${line["stack"]}:${line["variant"]}`)).not.toContain(
    "express:cluster",
  );
});

test("an open loop is compared by latency", () => {
  const cases = ["a:bare", "b:bare"].map((variant, index) => ({
    variant,
    workload: "hello" as const,
    ratePerSecond: 1000,
    rounds: shares.map((share) => ({ throughput: (9000 - 3000 * index) * share })),
  }));
  const lines = parseCsv(renderComparisonsCsv(summarise(runOf({ rounds: 6, cases }))));
  expect(lines[0]).toMatchObject({
    stack: "b",
    figure: "latency-p99",
    anchor: "a:bare",
    verdict: "slower",
    rate_per_second: "1000",
  });
  expect(Number(lines[0]!["ratio"])).toBeCloseTo(1.5, 1);
});

test("of a run with nothing to compare there is the head alone", () => {
  const rounds = shares.map((share) => ({ throughput: 9000 * share }));
  const cases = [{ variant: "a:bare", workload: "hello" as const, rounds }];
  const text = renderComparisonsCsv(summarise(runOf({ rounds: 6, cases })));
  expect(text.split("\n")).toHaveLength(2);
  expect(text).toContain("ratio,low,high");
});
