import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { calibrationPath, keepCalibration, readCalibration } from "./keep-calibration.ts";
import { calibrationOf, conditions } from "./testing/calibration-of.ts";

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-calibration-"));
  path = calibrationPath(directory, conditions);
});
afterEach(() => rm(directory, { recursive: true }));

test("what is kept is read back, and replaced as a whole", async () => {
  expect(await readCalibration(path)).toEqual({ found: "nothing" });
  await keepCalibration(path, calibrationOf());
  await keepCalibration(path, calibrationOf({ depth: "full" }));
  const calibration = calibrationOf({ depth: "full" });
  expect(await readCalibration(path)).toEqual({ found: "calibration", calibration });
  expect(await readdir(dirname(path))).toHaveLength(1);
});

test.each([
  ["torn", '{"schemaVersion":1,', /JSON/],
  ["foreign", '{"schemaVersion":2}', /schemaVersion/],
  ["incomplete", JSON.stringify({ ...calibrationOf(), ceilings: "many" }), /ceilings: /],
])("a %s file is told and never taken for a calibration", async (_, content, reason) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  const kept = await readCalibration(path);
  expect(kept).toMatchObject({ found: "unreadable", reason: expect.stringMatching(reason) });
});

test("every machine, driver and division of the CPUs has a file of its own", () => {
  const { fingerprint, cpus } = conditions;
  const others = [
    { ...conditions, driver: "docker" as const },
    { ...conditions, cpus: { ...cpus, server: [0, 1] } },
    { ...conditions, cpus: { ...cpus, load: [0] } },
    { ...conditions, fingerprint: { ...fingerprint, cpuModel: "Another CPU" } },
    { ...conditions, fingerprint: { ...fingerprint, cpuCount: 4 } },
  ];
  const paths = [conditions, ...others].map((one) => calibrationPath(directory, one));
  expect(new Set(paths).size).toBe(paths.length);
});

test("a new kernel finds the old file, so that the reason can be told", () => {
  const fingerprint = { ...conditions.fingerprint, kernel: "Linux 7.0", node: "v30.0.0" };
  expect(calibrationPath(directory, { ...conditions, fingerprint })).toBe(path);
});
