import type { Caution } from "@stackbench/model";
import { expect, test } from "vitest";
import { z } from "zod";
import { summarise } from "../../summarise.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderBencher } from "./bencher.ts";
import { renderGithubBigger, renderGithubSmaller } from "./github.ts";

const shares = [1, 0.98, 1.02, 1.01, 0.99, 1];
const bound: Caution = { kind: "generator-bound", severity: "unranked", message: "busy" };
const steal: Caution = { kind: "steal", severity: "invalid", message: "24 %" };

const rounds = (...cautions: Caution[]) =>
  shares.map((share) => ({ throughput: 9000 * share, cautions }));
const table = summarise(
  runOf({
    rounds: 6,
    cases: [
      { variant: "a:bare", workload: "hello", rounds: rounds() },
      { variant: "a:bare", workload: "items", ratePerSecond: 2000, rounds: rounds() },
      { variant: "bound:bare", workload: "hello", rounds: rounds(bound) },
      { variant: "invalid:bare", workload: "hello", rounds: rounds(steal) },
      {
        variant: "failed:bare",
        workload: "hello",
        rounds: [{ stage: "verify", message: "no", logLines: [] }],
      },
      { variant: "a:bare", workload: "hello", generator: "wrk", rounds: rounds() },
    ],
  }),
);
const closed = table.rows.find(({ caseId }) => caseId === "a:bare/hello/c64/stackbench")!;
const open = table.rows.find(({ level }) => level.loop === "open")!;

/** What the action takes out of a file (its `extractCustomBenchmarkResult`), and what its types say of that. */
const entries = z.array(
  z.strictObject({
    name: z.string().min(1),
    unit: z.string().min(1),
    value: z.number(),
    range: z.string().optional(),
    extra: z.string().optional(),
  }),
);

test("github-action-benchmark gets requests/s as what is better the bigger it is", () => {
  const found = entries.parse(JSON.parse(renderGithubBigger(table)));
  expect(found.map(({ name }) => name)).toEqual(
    [closed, open].map(({ caseId }) => `${caseId} throughput`),
  );
  expect(found[0]).toMatchObject({
    unit: "requests/s",
    value: closed.throughput!.estimate,
    extra: "run 20261121-054714-3f9a",
  });
  const [low, high] = found[0]!.range!.split(" to ").map(Number);
  expect(low).toBeCloseTo(closed.throughput!.interval!.low, -1);
  expect(high).toBeCloseTo(closed.throughput!.interval!.high, -1);
});

test("and times and CPU time as what is better the smaller it is", () => {
  const found = entries.parse(JSON.parse(renderGithubSmaller(table)));
  const byName = new Map(found.map((entry) => [entry.name, entry]));
  expect(byName.get(`${open.caseId} latency p99`)).toMatchObject({
    unit: "ms",
    value: open.latency!.p99Ms,
  });
  expect(byName.get(`${closed.caseId} service time p50`)!.value).toBe(closed.serviceTime!.p50Ms);
  expect(byName.has(`${closed.caseId} latency p50`)).toBe(false);
  expect(byName.get(`${closed.caseId} CPU time`)).toMatchObject({
    unit: "µs/request",
    value: closed.cpuUserMicrosPerRequest! + closed.cpuSystemMicrosPerRequest!,
  });
  // Its generator was its limit: CPU time alone tells of the server.
  expect(found.filter(({ name }) => name.startsWith("bound:")).map(({ name }) => name)).toEqual([
    "bound:bare/hello/c64/stackbench CPU time",
  ]);
  expect(found.find(({ name }) => name.startsWith("bound:"))!.extra).toContain("busy");
  expect(found.some(({ name }) => /^(?:invalid|failed):|wrk/.test(name))).toBe(false);
  expect(byName.size).toBe(found.length);
});

/** As https://bencher.dev/bmf.json has it, with the lengths that its reference gives. */
const metric = z.strictObject({
  value: z.number(),
  lower_value: z.number().optional(),
  upper_value: z.number().optional(),
});
const bmf = z.record(
  z.string().min(1).max(1024),
  z.record(
    z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      .max(64),
    metric,
  ),
);

test("Bencher gets each case as a benchmark, its figures as measures with their bounds", () => {
  const found = bmf.parse(JSON.parse(renderBencher(table)));
  expect(Object.keys(found).toSorted()).toEqual(
    [closed.caseId, open.caseId, "bound:bare/hello/c64/stackbench"].toSorted(),
  );
  const { estimate, interval } = closed.throughput!;
  expect(found[closed.caseId]!["throughput"]).toEqual({
    value: estimate,
    lower_value: interval!.low,
    upper_value: interval!.high,
  });
  const { p99Ms, p99Interval } = open.latency!;
  expect(found[open.caseId]!["latency-p99-ms"]).toEqual({
    value: p99Ms,
    lower_value: p99Interval!.low,
    upper_value: p99Interval!.high,
  });
  expect(Object.keys(found[open.caseId]!)).toContain("service-time-p99-9-ms");
  expect(found["bound:bare/hello/c64/stackbench"]).not.toHaveProperty("throughput");
  expect(found["bound:bare/hello/c64/stackbench"]).toHaveProperty("cpu-per-request-us");
});

test("names from outside are one clean line, and a name that every object has is no other", () => {
  const variants = ["\u001b]0;x\u0007a\nb:bare", "__proto__:bare"];
  const cases = variants.map((variant) => ({
    variant,
    workload: "hello" as const,
    rounds: rounds(),
  }));
  const hostile = summarise(runOf({ rounds: 6, cases }));
  for (const text of [renderBencher(hostile), renderGithubBigger(hostile)]) {
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).toContain("a b:bare/hello/c64/stackbench");
  }
  expect(Object.keys(bmf.parse(JSON.parse(renderBencher(hostile))))).toHaveLength(2);
});

test("a run of most that can happen has no figure without a number", () => {
  const realistic = summarise(realisticRun());
  expect(entries.parse(JSON.parse(renderGithubSmaller(realistic))).length).toBeGreaterThan(50);
  expect(Object.keys(bmf.parse(JSON.parse(renderBencher(realistic)))).length).toBeGreaterThan(30);
});
