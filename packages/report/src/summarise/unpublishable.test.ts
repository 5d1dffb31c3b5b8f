import type { RunRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/run-of.ts";
import { unpublishableFor } from "./unpublishable.ts";

const good = runOf({
  cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 10 }] }],
});
const calibration = {
  schemaVersion: 1,
  measuredAt: "2026-11-21T05:00:00.000Z",
  depth: "short",
  fingerprint: good.fingerprint,
  driver: "docker",
  cpus: good.plan.experiment.cpus,
  ceilings: [],
  accuracy: [],
} as const;
const shown: RunRecord = {
  ...good,
  calibration: { ...calibration, ceilings: [], accuracy: [] },
  fingerprint: { ...good.fingerprint, harnessCommit: "a".repeat(40) },
};

function reasons(
  change: (record: RunRecord) => void = () => {},
  words = ["my-laptop", "/home/me"],
) {
  const record = structuredClone(shown);
  change(record);
  return unpublishableFor(record, summarise(record), words);
}

test("a finished run of committed code, calibrated, with nothing of the machine in it may be shown", () => {
  expect(reasons()).toEqual([]);
});

test.each<[string, (record: RunRecord) => void, RegExp]>([
  ["interrupted", (record) => (record.outcome = "interrupted"), /is interrupted: .*--resume/],
  ["changed code", (record) => (record.fingerprint.harnessCommit += "-dirty"), /in no commit/],
  ["no checkout", (record) => (record.fingerprint.harnessCommit = null), /no checkout/],
  ["not calibrated", (record) => (record.calibration = null), /--no-calibration/],
  [
    "a folder in its command",
    (record) => record.arguments.push("--stack=/home/me/app"),
    /^arguments\.\d+ names "\/home\/me"/,
  ],
  ["a name in a field", (record) => (record.variants[0]!.versions["my-laptop"] = "1"), /my-laptop/],
])("one that is not: %s", (_name, change, reason) => {
  const found = reasons(change);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(reason);
});
