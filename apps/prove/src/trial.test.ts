import { expect, test } from "vitest";
import type { Caution, RunRecord, WindowRecord } from "@stackbench/model";
import { experimentOf, loadResultOf } from "@stackbench/model/testing";
import { assemblePlan } from "@stackbench/plan";
import { seededRandom } from "@stackbench/statistics";
import { alarms } from "./aa.ts";
import { twoSpeeds, type Starts } from "./simulate-noise.ts";
import { simulateRun } from "./simulate-run.ts";
import { comparisonsOf, condenseRun, settingsOf, type Trial } from "./trial.ts";

const experiment = experimentOf(["s:base", "s:head"], { rounds: 7 });
const stolen: Caution = { kind: "steal", severity: "invalid", message: "30 % was stolen" };

/** Seven rounds; the head's answers so many times the base's, the first round's windows invalid. */
function recordOf(factor: number): RunRecord {
  const plan = assemblePlan(experiment, 5);
  const windows = plan.sittings.flatMap(({ sittingId, variant, round, windows: planned }) =>
    planned.map((window): WindowRecord => {
      const succeeded = Math.round((10_000 + 37 * round) * (variant === "s:head" ? factor : 1));
      return {
        planned: window,
        sittingId,
        variant,
        round,
        startedAt: "2026-11-21T05:47:14.000Z",
        status: "measured",
        load: loadResultOf({ succeeded, seconds: 3 }),
        use: {
          seconds: 3,
          services: { app: { source: "cgroup-v1", cpuUserSeconds: 2, cpuSystemSeconds: 1 } },
          host: { stealShare: round / 100 },
        },
        cautions: round === 1 ? [stolen, { ...stolen, kind: "errors" }] : [],
      };
    }),
  );
  return {
    schemaVersion: 1,
    contractVersion: 1,
    runId: "20261121-054714-3f9a",
    startedAt: "2026-11-21T05:47:14.000Z",
    arguments: [],
    plan,
    engine: { driver: "docker", description: "Docker", reason: "an engine answers" },
    fingerprint: {
      cpuModel: "any",
      cpuCount: 2,
      memoryBytes: 1e9,
      kernel: "Linux",
      operatingSystem: "Debian",
      virtualisation: "none",
      cgroupVersion: "v1",
      node: "v24",
      harnessCommit: null,
    },
    variants: [],
    calibration: null,
    outcome: "complete",
    wallSeconds: 61.234567,
    resumedAt: [],
    changes: [],
    stop: { reason: "rounds", round: 7, message: "all 7 rounds held" },
    windows,
    sittings: [],
  };
}

test("a run becomes a line: five digits, valid windows only, what was wrong with the others", () => {
  const trial = condenseRun(recordOf(0.9));
  expect(Object.keys(trial.throughput["s:base"]!)).toEqual(["2", "3", "4", "5", "6", "7"]);
  expect(trial.throughput["s:base"]!["2"]).toBe(3358);
  expect(trial.cpuMicros["s:base"]!["2"]).toBe(297.8);
  expect(trial).toMatchObject({
    seed: 5,
    wallSeconds: 61.235,
    cautions: { steal: 2, errors: 2 },
    invalidWindows: 2,
    steal: { median: 0.04, max: 0.07 },
  });
});

test("a line that was written and read again is judged like the run that it came from", () => {
  const [same, slower] = [1, 0.9].map(
    (factor) => JSON.parse(JSON.stringify(condenseRun(recordOf(factor)))) as Trial,
  );
  expect(alarms(same!)).toBe(false);
  expect(alarms(slower!)).toBe(true);
  const [comparison] = comparisonsOf(slower!);
  expect(comparison!.a === "s:head" ? comparison!.ratio : 1 / comparison!.ratio).toBeCloseTo(
    0.9,
    3,
  );
  expect(slower!.table).toContainEqual(
    expect.objectContaining({
      caseId: "s:head/hello/c64/stackbench",
      relative: expect.objectContaining({ anchor: "s:base", verdict: "slower" }),
    }),
  );
});

test("a line of a server of two speeds is judged at the same speed, as its table was", () => {
  const arms = { base: "s:base", baseAgain: "s:again", head: "s:head" };
  const { protocol } = experiment;
  const record = recordOf(1);
  const random = seededRandom(2);
  const plan = assemblePlan(
    experimentOf(Object.values(arms), {
      rounds: 24,
      protocol: { ...protocol, order: "alternating" },
      twins: [arms.base, arms.baseAgain],
    }),
    5,
  );
  const starts = (): Starts => ({ fast: 0.5, deviation: 0.05, telltale: 0 });
  const speeds = new Map(Object.values(arms).map((arm) => [arm, 10_000]));
  const { windows } = simulateRun(plan, speeds, twoSpeeds(starts, 1.18, random));
  const trial = JSON.parse(
    JSON.stringify(condenseRun({ ...record, plan, windows: [...windows] })),
  ) as Trial;
  const head = comparisonsOf(trial).find(({ a, b }) => a === arms.base && b === arms.head);
  expect(head!.heaps).toBeDefined();
  const { telltales: _, ...without } = trial;
  expect(comparisonsOf(without).every(({ heaps }) => heaps === undefined)).toBe(true);
  const { relative } = trial.table.find(({ caseId }) => caseId.startsWith(arms.head))!;
  expect(relative!.ratio).toBeCloseTo(1 / head!.ratio, 4);
});

test("settings are those of the experiment, as they are read from a file again", () => {
  const settings = settingsOf(experiment);
  expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
  expect(settingsOf({ ...experiment, durationSeconds: 1 })).not.toEqual(settings);
});
