import { nightSchema, type RunRecord } from "@stackbench/model";
import { summarise } from "@stackbench/report";
import { runOf, type CaseSketch, type RunSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { nightOf } from "./night-of.ts";

const rounds = [1, 2, 3, 4, 5, 6];

function sketchOf(change: Partial<RunSketch> = {}): RunSketch {
  return {
    rounds: 6,
    cases: [
      {
        variant: "node-http:bare",
        workload: "hello",
        rounds: rounds.map((round) => ({ throughput: 20_000 + round * 10 })),
      },
      {
        variant: "fastify:bare",
        workload: "hello",
        rounds: rounds.map((round) => ({ throughput: 15_000 + round * 20 })),
      },
    ],
    ...change,
  };
}

function nightFrom(record: RunRecord) {
  return nightOf(record, summarise(record));
}

test("a run becomes figures of rounds beside the anchor's, as the schema has them", () => {
  const record = runOf(sketchOf());
  const { night, leftOut } = nightFrom(record);
  expect(leftOut).toEqual([]);
  expect(nightSchema.parse(night)).toEqual(night);
  expect(night).toMatchObject({
    runId: record.runId,
    startedAt: record.startedAt,
    harnessCommit: record.fingerprint.harnessCommit,
  });
  const anchor = night.cases.find(({ key }) => key === "node-http:bare")!;
  const other = night.cases.find(({ key }) => key === "fastify:bare")!;
  expect(anchor.ratio).toBeNull();
  expect(anchor.rounds.every(({ ratio }) => ratio === null)).toBe(true);
  expect(other.anchor).toBe("node-http:bare");
  expect(other.ratio!.estimate).toBeCloseTo(0.75, 2);
  expect(other.ratio!.interval).not.toBeNull();
  expect(other.rounds.map(({ round }) => round)).toEqual(rounds);
  for (const { round, ratio, throughput } of other.rounds) {
    expect(throughput).toBeCloseTo(15_000 + round * 20, -1);
    expect(ratio).toBeCloseTo((15_000 + round * 20) / (20_000 + round * 10), 3);
  }
  expect(other.versions).toEqual({ fastify: "5.12.8" });
  expect(other.images).toMatch(/^[0-9a-f]{12}$/);
});

test("a night is small and holds no sample: about 120 bytes a round", () => {
  const { night } = nightFrom(runOf(sketchOf()));
  const bytes = JSON.stringify(night.cases).length;
  expect(bytes / (2 * rounds.length)).toBeLessThan(200);
});

test("conditions tell the machine, the protocol and the kernel limits, and another kernel shows", () => {
  const { night } = nightFrom(runOf(sketchOf()));
  const { fingerprint } = runOf(sketchOf());
  const run = { fingerprint: { ...fingerprint, kernel: "6.12", harnessCommit: "b".repeat(40) } };
  const other = nightFrom(runOf(sketchOf({ run }))).night;
  const differing = Object.keys(night.conditions).filter(
    (name) => night.conditions[name] !== other.conditions[name],
  );
  expect(differing).toEqual(["kernel"]);
  expect(night.conditions).toMatchObject({ driver: "docker", "limit net.core.somaxconn": "8191" });
});

test("a row that is not compared with the anchor is left out, and named", () => {
  const sketch = sketchOf();
  const failed: CaseSketch = {
    variant: "express:bare",
    workload: "hello",
    rounds: rounds.map(() => ({ stage: "ready", message: "no", logLines: [] })),
  };
  const { night, leftOut } = nightFrom(runOf({ ...sketch, cases: [...sketch.cases, failed] }));
  expect(night.cases.map(({ key }) => key)).not.toContain("express:bare");
  expect(leftOut).toEqual(["express:bare, hello: failed"]);
});

test.each<[string, Partial<RunRecord>, RegExp]>([
  [
    "unfinished",
    { outcome: "unfinished" },
    /has not ended; finish it with: pnpm bench run --resume/,
  ],
  ["interrupted", { outcome: "interrupted" }, /was interrupted/],
  ["of another question", { question: { kind: "sweep", details: {} } }, /got one of `bench sweep`/],
  [
    "of servers that already ran",
    { sources: { from: "servers", allowRemote: false, pin: false } },
    /got servers that already ran/,
  ],
  ["that met two kernels", { changes: ["kernel: 6.1, then 6.12"] }, /got kernel: 6.1, then 6.12/],
])("a run %s may not enter", (_, run, message) => {
  expect(() => nightFrom(runOf(sketchOf({ run })))).toThrow(message);
});

test("a run without its anchor, or with nothing beside it, may not enter", () => {
  const [anchor, other] = sketchOf().cases;
  expect(() => nightFrom(runOf(sketchOf({ cases: [anchor!] })))).toThrow(
    "a row beside it, got none",
  );
  const experiment = { anchor: "express:bare" };
  expect(() => nightFrom(runOf(sketchOf({ cases: [anchor!, other!], experiment })))).toThrow(
    "express:bare cannot be the anchor here",
  );
});
