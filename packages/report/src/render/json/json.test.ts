import { runRecordSchema, type RunRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { z } from "zod";
import { rowsSchema, runJsonSchema, stackJsonSchema } from "./schemas.ts";
import { renderRunJson } from "./run.ts";
import { rowSchema } from "../../row.ts";
import { rowsJson } from "./rows.ts";
import { summarise } from "../../summarise.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";

const realistic = summarise(realisticRun());

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
  const small = runOf({
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 100 }] }],
  });
  const wrong = (change: (run: RunRecord) => object): boolean =>
    schema.safeParse(JSON.parse(JSON.stringify(change(small)))).success;
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
  const { variants: _, ...without } = stack;
  const app = { interface: "node", entry: "x.ts", shapes: ["bare", "cluster*"] };
  expect(schema.safeParse({ ...without, app }).success).toBe(true);
  expect(schema.safeParse({ ...without, app: { ...app, shapes: [] } }).success).toBe(false);
  // Its reader here passes over what stands beside the fields.
  expect(stackJsonSchema()).toMatchObject({
    required: ["title", "language", "runtime"],
    anyOf: [{ required: ["app"] }, { required: ["variants"] }],
  });
});

test("--json gives every row in one object", () => {
  const json = rowsJson(realistic);
  expect(json).toMatchObject({
    schemaVersion: 1,
    runId: "20261121-054714-3f9a",
    outcome: "complete",
  });
  expect(json.rows).toHaveLength(41);
  expect(json.rows.find((row) => row.workload === "hello" && row.isAnchor)).toEqual({
    stack: "node-http",
    variant: "bare",
    workload: "hello",
    connections: 64,
    generator: "stackbench",
    status: "measured",
    rank: { low: 1, high: 2 },
    comparedBy: "throughput",
    isAnchor: true,
    relative: null,
    cpuRelative: null,
    windows: { planned: 13, measured: 13, valid: 13, failed: 0 },
    throughput: {
      estimate: expect.closeTo(24_208, -1),
      interval: {
        low: expect.closeTo(23_710, -2),
        high: expect.closeTo(24_510, -2),
        confidence: expect.closeTo(0.95, 2),
      },
      median: expect.closeTo(24_270, -3),
      min: expect.closeTo(22_900, -3),
      max: expect.closeTo(25_480, -3),
      rounds: 13,
    },
    spreads: { betweenStarts: expect.closeTo(0.028, 3), insideStart: null },
    serviceTime: expect.objectContaining({
      p50Ms: expect.closeTo(2.55, 1),
      p99Ms: expect.closeTo(7.87, 1),
    }),
    latency: null,
    sendLagP99Ms: null,
    queueDepthMax: null,
    receivedBytesPerSecond: null,
    cpuUserMicrosPerRequest: expect.closeTo(25.38, 1),
    cpuSystemMicrosPerRequest: expect.closeTo(13.1, 1),
    databaseCpuMicrosPerRequest: null,
    serverCpuShare: 0.987,
    memoryBytes: 71_300_000,
    databaseMemoryBytes: null,
    liveProcesses: null,
    errorShare: 0,
    byRound: expect.any(Array),
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

test("the fields of a row stand in the order of the schema, and each round's figures among them", () => {
  const { rows } = rowsJson(realistic);
  const order = rowSchema.keyof().options;
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(order.filter((field) => field in row));
  }
  const anchor = rows.find((row) => row.workload === "hello" && row.isAnchor)!;
  expect(anchor.byRound.map(({ round }) => round)).toEqual(
    Array.from({ length: 13 }, (_, i) => i + 1),
  );
  expect(anchor.byRound[0]).toMatchObject({
    throughput: expect.closeTo(24_270, -3),
    serviceTime: { p50Ms: expect.closeTo(2.55, 1) },
    latency: null,
    cpuMicrosPerRequest: expect.closeTo(38.7, 0),
  });
});

test("a failed row says in JSON where and why", () => {
  const { rows } = rowsJson(realistic);
  expect(rows.find((row) => row.variant === "cluster" && row.stack === "express")).toMatchObject({
    status: "failed",
    rank: null,
    throughput: null,
    serviceTime: null,
    failure: { stage: "verify", message: expect.stringContaining("expected"), round: 1 },
  });
});

test("a row says in JSON how it stands to the anchor, and --json keeps to its published schema", () => {
  const json: unknown = JSON.parse(JSON.stringify(rowsJson(realistic)));
  expect(validator(rowsSchema()).safeParse(json).error).toBeUndefined();
  expect(json).toMatchObject({
    protocol: { name: "quick", version: 2 },
    stop: { reason: "rounds" },
    rounds: { held: 13, replacing: 1, spoilt: 1 },
    invalidWindows: { errors: 13, steal: 1 },
  });
  const { rows } = json as { rows: { variant: string; stack: string; relative: unknown }[] };
  expect(rows.find(({ stack, variant }) => `${stack}:${variant}` === "express:bare")).toMatchObject(
    {
      rank: { low: 5, high: 5 },
      relative: { anchor: "node-http:bare", verdict: "slower", rounds: 13 },
      cpuRelative: { anchor: "node-http:bare", verdict: "dearer" },
    },
  );
});

test("what too few rounds cannot bound is null in JSON, not left out", () => {
  const table = summarise(
    runOf({
      cases: ["a:bare", "b:bare"].map((variant) => ({
        variant,
        workload: "hello",
        rounds: [{ throughput: 100 }],
      })),
    }),
  );
  const { rows } = JSON.parse(JSON.stringify(rowsJson(table))) as { rows: object[] };
  expect(rows[1]).toMatchObject({ relative: { interval: null, verdict: "unresolved" } });
});
