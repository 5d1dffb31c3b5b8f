import { runRecordSchema } from "@stackbench/model";
import { expect, test } from "vitest";
import { z } from "zod";
import { runJsonSchema, stackJsonSchema } from "./json-schemas.ts";
import { renderRunJson } from "./render-run-json.ts";
import { rowsJson } from "./rows-json.ts";
import { summarise } from "./summarise.ts";
import { realisticRun } from "./testing/realistic-run.ts";
import { runOf } from "./testing/run-of.ts";

/** A validator made from the published schema alone. */
function validator(schema: Record<string, unknown>): z.ZodType {
  return z.fromJSONSchema(schema);
}

test("run.json holds the whole run and keeps to its published schema", () => {
  const run = realisticRun();
  const written: unknown = JSON.parse(renderRunJson(run));
  expect(runRecordSchema.parse(written)).toEqual(runRecordSchema.parse(run));
  expect(validator(runJsonSchema()).safeParse(written).success).toBe(true);
});

test("the published schema refuses what is no run", () => {
  const schema = validator(runJsonSchema());
  const wrong = (change: (run: ReturnType<typeof realisticRun>) => object): boolean =>
    schema.safeParse(JSON.parse(JSON.stringify(change(realisticRun())))).success;
  expect(wrong((run) => run)).toBe(true);
  expect(wrong((run) => ({ ...run, schemaVersion: 2 }))).toBe(false);
  expect(wrong((run) => ({ ...run, windows: [{ ...run.windows[0], round: "one" }] }))).toBe(false);
  expect(wrong((run) => ({ ...run, surprise: 1 }))).toBe(false);
});

test("run.json of a run without windows is JSON too", () => {
  const run = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds: [] }] });
  expect(JSON.parse(renderRunJson(run))).toMatchObject({ windows: [] });
});

test("the schema of stack.json lets out what has a default, and asks for the rest", () => {
  const schema = validator(stackJsonSchema());
  const stack = {
    title: "X",
    language: "TypeScript",
    runtime: "node",
    variants: { bare: { command: ["node", "x.ts"], server: "node" } },
  };
  expect(schema.safeParse(stack).success).toBe(true);
  expect(schema.safeParse({ ...stack, runtime: "perl" }).success).toBe(false);
  expect(schema.safeParse({ ...stack, variants: { bare: { server: "node" } } }).success).toBe(
    false,
  );
});

test("--json gives every row in one object", () => {
  const json = rowsJson(summarise(realisticRun()));
  expect(json).toMatchObject({
    schemaVersion: 1,
    runId: "20261121-054714-3f9a",
    outcome: "complete",
  });
  expect(json.rows).toHaveLength(41);
  expect(json.rows.find((row) => row.rank === 1)).toEqual({
    stack: "node-http",
    variant: "bare",
    workload: "hello",
    connections: 64,
    generator: "stackbench",
    status: "measured",
    rank: 1,
    throughput: {
      median: expect.closeTo(24_310),
      min: expect.closeTo(23_945.4),
      max: expect.closeTo(24_820.6),
      rounds: 3,
    },
    p50Ms: expect.closeTo(2.53, 1),
    p99Ms: expect.closeTo(7.9, 1),
    cpuUserMicrosPerRequest: expect.closeTo(25.5, 1),
    cpuSystemMicrosPerRequest: expect.closeTo(13.16, 1),
    databaseCpuMicrosPerRequest: null,
    serverCpuShare: 0.987,
    memoryBytes: 71_300_000,
    databaseMemoryBytes: null,
    errorShare: 0,
    cautions: [
      {
        kind: "steal",
        severity: "note",
        message: "9.1 % of the machine's CPU time was stolen (limit 5.0 %)",
        windows: 1,
        invalidWindows: 0,
      },
    ],
  });
});

test("a failed row says in JSON where and why", () => {
  const { rows } = rowsJson(summarise(realisticRun()));
  expect(rows.find((row) => row.variant === "cluster" && row.stack === "express")).toMatchObject({
    status: "failed",
    rank: null,
    throughput: null,
    p50Ms: null,
    failure: { stage: "verify", message: expect.stringContaining("expected"), round: 1 },
  });
});
