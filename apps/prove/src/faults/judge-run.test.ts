import type { JournalEntry, RunRecord, WindowRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { expectations } from "./fault.ts";
import type { RunEvidence } from "./evidence.ts";
import { judgeRun } from "./judge-run.ts";

const ended = { signal: null, hung: false, stdout: "", stderr: "" };

const closed = { kind: "closed", succeeded: 10, seconds: 0.2, errors: {} };
const answered = { ...closed, series: { intervalMs: 100, succeeded: [5, 5] } };

function window(variant: string, part: Partial<WindowRecord> = {}): WindowRecord {
  return {
    planned: { windowId: `r1/${variant}` },
    variant,
    status: "measured",
    load: answered,
    use: { seconds: 0.2 },
    cautions: [],
    ...part,
  } as unknown as WindowRecord;
}

function entries(...windows: readonly WindowRecord[]): JournalEntry[] {
  const head = { type: "head" } as JournalEntry;
  return [head, ...windows.map((one): JournalEntry => ({ type: "window", window: one }))];
}

function record(...windows: readonly WindowRecord[]): RunRecord {
  const sittings = ["a:one", "b:two"].map((variant) => ({
    sittingId: `r1/${variant}`,
    round: 1,
    spare: false,
    windows: [{ windowId: `r1/${variant}` }],
  }));
  const plan = { sittings, experiment: { protocol: { looks: [] } } };
  const held = windows.map((one) => ({ ...one, sittingId: one.planned.windowId }));
  return { outcome: "complete", stop: { round: 1 }, plan, windows: held } as unknown as RunRecord;
}

/** A run that was interrupted after its first window and gone on with. */
function evidence(part: Partial<RunEvidence> = {}): RunEvidence {
  const [one, two] = [window("a:one"), window("b:two")].map((each) => ({
    ...each,
    sittingId: each.planned.windowId,
  }));
  return {
    first: { ...ended, code: 130 },
    printed: ["r1/a:one"],
    before: entries(one!),
    after: entries(one!, two!),
    next: { ...ended, code: 0 },
    anew: false,
    record: record(one!, two!),
    rows: ["a:one", "b:two"].map((key) => ({
      stack: key.split(":")[0]!,
      variant: key.split(":")[1]!,
      status: "measured",
      windows: { planned: 1, measured: 1, failed: 0 },
    })),
    variants: ["a:one", "b:two"],
    expected: expectations.sigint,
    struck: undefined,
    ...part,
  };
}

function counted(part: Partial<RunEvidence>): string[] {
  return [...new Set(judgeRun(evidence(part)).map(({ count }) => count))];
}

const failed = window("b:two", {
  status: "failed",
  sittingId: "r1/b:two",
  failure: { stage: "window", message: "app killed by SIGKILL under load", logLines: [] },
});
const first = { ...window("a:one"), sittingId: "r1/a:one" };

test("a run that was gone on with is in order", () => {
  expect(judgeRun(evidence())).toEqual([]);
});

test("a window that was told of or journalled and is gone or changed is lost", () => {
  expect(counted({ printed: ["r1/a:one", "r1/b:two"] })).toEqual(["lost window"]);
  expect(counted({ after: entries(window("b:two")) })).toEqual(["lost window"]);
  const other = { ...first, load: { ...answered, succeeded: 11 } } as unknown as WindowRecord;
  expect(counted({ record: record(other, window("b:two")) })).toEqual(["lost window"]);
});

test("a row is wrong that lacks windows, has one twice, or failed without the fault", () => {
  const two = { ...window("b:two"), sittingId: "r1/b:two" };
  expect(counted({ record: record(first) })).toEqual(["wrong row"]);
  expect(counted({ after: entries(first, two, two) })).toEqual(["wrong row"]);
  expect(counted({ record: record(first, failed) })).toEqual(["wrong row"]);
  expect(counted({ rows: [] })).toEqual(["wrong row"]);
  expect(counted({ record: undefined })).toEqual(["wrong row"]);
  const broken = { ...two, load: { ...answered, errors: { reset: 1 } } };
  expect(counted({ record: record(first, broken as unknown as WindowRecord) })).toEqual([
    "wrong row",
  ]);
});

test("only what was struck may fail, and must name what befell it", () => {
  const killed = { expected: expectations["container-killed"], first: { ...ended, code: 1 } };
  const outcome = { record: record(first, failed), ...killed };
  expect(counted({ ...outcome, struck: "b:two" })).toEqual([]);
  expect(counted({ ...outcome, struck: "a:one" })).toEqual(["wrong row"]);
  const memory = { ...outcome, expected: expectations["out-of-memory"] };
  expect(counted({ ...memory, struck: "b:two" })).toEqual(["wrong row"]);
});

test("a window that counts has no second without an answer, and edges of one time", () => {
  const series = (succeeded: readonly number[]) => ({
    load: { ...closed, series: { intervalMs: 100, succeeded } },
  });
  const told = (part: object) =>
    counted({ record: record(first, window("b:two", part as Partial<WindowRecord>)) }).filter(
      (count) => count === "wrong row",
    );
  const silent = series([5, ...Array.from({ length: 10 }, () => 0), 5]);
  expect(told(silent)).toEqual(["wrong row"]);
  expect(told(series([5, ...Array.from({ length: 9 }, () => 0), 5]))).toEqual([]);
  expect(told({ ...silent, cautions: [{ kind: "network-lost", severity: "invalid" }] })).toEqual(
    [],
  );
  expect(told({ use: { seconds: 86_400 } })).toEqual(["wrong row"]);
});

test("a window that a node took along names its role and what to do", () => {
  const lost = (message: string) =>
    counted({
      record: record(
        first,
        window("b:two", {
          status: "failed",
          failure: { stage: "machine", message, logLines: [] },
        }),
      ),
      expected: expectations["server-node-killed"],
      first: { ...ended, code: 1 },
    }).filter((count) => count === "wrong row");
  expect(
    lost("the engine of the node of the server does not answer; see `docker node ls`"),
  ).toEqual([]);
  expect(lost("none of 8 connections got an answer")).toEqual(["wrong row"]);
});

test("an end that no document names, and one that never comes, are counted", () => {
  expect(counted({ first: { ...ended, code: 4 } })).toEqual(["unclear end"]);
  expect(counted({ next: { ...ended, code: 2 } })).toEqual(["unclear end"]);
  const bug = { ...ended, code: 130, stderr: "unexpected error, please report it:\n" };
  expect(counted({ first: bug })).toEqual(["unclear end"]);
  expect(counted({ first: { ...ended, code: null, hung: true } })).toEqual(["hang"]);
  // By a signal: before anything was begun, or after all was over.
  expect(counted({ first: { ...ended, code: null } })).toEqual(["unclear end"]);
  expect(counted({ first: { ...ended, code: null }, before: [], printed: [] })).toEqual([]);
});
