import { expect, test } from "vitest";
import { summarise } from "../../summarise.ts";
import { parseCsv } from "../../testing/parse-csv.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderSummaryCsv } from "./summary.ts";

const steady = [1, 0.98, 1.02, 1.01, 0.99, 1].map((share) => ({ throughput: 9000 * share }));

test("every row of the table is a line, in its order, with its figures as they are", () => {
  const table = summarise(realisticRun());
  const lines = parseCsv(renderSummaryCsv(table));
  expect(lines.map((line) => line["case_id"])).toEqual(table.rows.map(({ caseId }) => caseId));
  for (const [index, row] of table.rows.entries()) {
    const line = lines[index]!;
    expect(line).toMatchObject({
      run_id: table.run.runId,
      stack: row.stack,
      status: row.status,
      windows_planned: String(row.windows.planned),
      windows_valid: String(row.windows.valid),
      place_low: String(row.rank?.low ?? ""),
      failure_stage: row.failure?.stage ?? "",
    });
    if (row.throughput === null) {
      expect(line["throughput_per_second"]).toBe("");
      continue;
    }
    expect(Number(line["throughput_per_second"])).toBe(row.throughput.estimate);
    const { low = "", confidence = "" } = row.throughput.interval ?? {};
    expect(line["throughput_low_per_second"]).toBe(String(low));
    expect(line["throughput_confidence"]).toBe(String(confidence));
    expect(Number(line["service_time_p50_ms"])).toBe(row.serviceTime!.p50Ms);
    expect(Number(line["cpu_user_micros_per_request"])).toBe(row.cpuUserMicrosPerRequest);
  }
});

test("an open loop has latency beside service time; a closed one has none, which is no zero", () => {
  const cases = [
    { variant: "a:bare", workload: "hello" as const, ratePerSecond: 1000, rounds: steady },
    { variant: "b:bare", workload: "hello" as const, rounds: steady },
  ];
  const table = summarise(runOf({ rounds: 6, cases }));
  const [open, closed] = parseCsv(renderSummaryCsv(table));
  expect(open).toMatchObject({ loop: "open", rate_per_second: "1000", arrivals: "poisson" });
  const { latency } = table.rows[0]!;
  expect(Number(open!["latency_p99_ms"])).toBe(latency!.p99Ms);
  expect(Number(open!["latency_p99_low_ms"])).toBe(latency!.p99Interval!.low);
  expect(Number(open!["latency_p99_high_ms"])).toBe(latency!.p99Interval!.high);
  expect(closed).toMatchObject({ loop: "closed", rate_per_second: "", latency_p99_ms: "" });
  expect(closed!["keep_alive"]).toBe("true");
});

test("a percentile among requests that failed is unanswered", () => {
  const load = { errors: { timeout: 10_000 } };
  const rounds = steady.map((one) => ({ ...one, load }));
  const table = summarise(
    runOf({ rounds: 6, cases: [{ variant: "a:bare", workload: "hello", rounds }] }),
  );
  expect(parseCsv(renderSummaryCsv(table))[0]).toMatchObject({
    service_time_p99_ms: "unanswered",
    service_time_p99_low_ms: "",
  });
});

test("text from outside is no formula", () => {
  const message = "=HYPERLINK(1)\n+1";
  const rounds = [{ stage: "verify" as const, message, logLines: [] }];
  const run = runOf({
    cases: [{ variant: "@a:-b", workload: "hello", rounds }],
    infos: { "@a:-b": { stack: "@a", variant: "-b" } },
  });
  expect(parseCsv(renderSummaryCsv(summarise(run)))[0]).toMatchObject({
    stack: "'@a",
    variant: "'-b",
    status: "failed",
    failure_message: "'=HYPERLINK(1) +1",
  });
});

test("columns are the same for every run", () => {
  const head = (text: string): string => text.slice(0, text.indexOf("\n"));
  const small = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds: [] }] });
  expect(head(renderSummaryCsv(summarise(small)))).toBe(
    head(renderSummaryCsv(summarise(realisticRun()))),
  );
});
