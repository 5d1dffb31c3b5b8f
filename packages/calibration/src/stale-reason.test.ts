import { expect, test } from "vitest";
import { holdsUntil, type Conditions, type Need } from "./conditions.ts";
import { staleReason } from "./stale-reason.ts";
import { calibrationOf, ceilingOf, conditions } from "./testing/calibration-of.ts";

const need: Need = { generator: "stackbench", version: "1.0.0", threads: 1, keepAlive: true };
const dayAfter = new Date("2026-01-02T12:00:00Z");

function withMachine(changes: Partial<Conditions["fingerprint"]>): Conditions {
  return { ...conditions, fingerprint: { ...conditions.fingerprint, ...changes } };
}

test("a calibration of this machine holds for seven days", () => {
  const calibration = calibrationOf();
  expect(staleReason(calibration, conditions, [need], dayAfter)).toBeUndefined();
  const end = new Date(holdsUntil(calibration));
  expect(end.toISOString()).toBe("2026-01-08T12:00:00.000Z");
  expect(staleReason(calibration, conditions, [need], end)).toBeUndefined();
  const later = new Date(end.getTime() + 1);
  expect(staleReason(calibration, conditions, [need], later)).toMatch(/more than 7 days ago/);
});

test("another commit of the harness spoils nothing", () => {
  const now = withMachine({ harnessCommit: "bbbb-dirty" });
  expect(staleReason(calibrationOf(), now, [need], dayAfter)).toBeUndefined();
});

test.each<[string, Conditions, RegExp]>([
  ["kernel", withMachine({ kernel: "Linux 6.13" }), /kernel Linux 6\.12, now it is Linux 6\.13/],
  ["Node", withMachine({ node: "v26.0.0" }), /node v24/],
  ["memory", withMachine({ memoryBytes: 2 ** 34 }), /memoryBytes/],
  [
    "code of the generators",
    { ...conditions, generatorCode: "bbbb" },
    /other code of the generators \(aaaa\), now it is bbbb/,
  ],
  ["driver", { ...conditions, driver: "docker" }, /process driver, now it is docker/],
  [
    "server CPUs",
    { ...conditions, cpus: { ...conditions.cpus, server: [0, 2, 3] } },
    /server CPUs 0, now they are 0,2-3/,
  ],
  ["load CPUs", { ...conditions, cpus: { ...conditions.cpus, load: [3] } }, /load CPUs 1/],
])("another %s spoils it", (_, now, reason) => {
  expect(staleReason(calibrationOf(), now, [need], dayAfter)).toMatch(reason);
});

test.each<[string, Partial<Need>, RegExp]>([
  ["version", { version: "1.0.1" }, /stackbench 1\.0\.0, now it is 1\.0\.1/],
  ["number of threads", { threads: 2 }, /2 threads and keep-alive was not measured/],
  ["mode", { keepAlive: false }, /a new connection for each request was not measured/],
  ["generator", { generator: "wrk" }, /wrk with 1 thread .* was not measured/],
])("a ceiling of another %s does not serve", (_, changes, reason) => {
  const asked = { ...need, ...changes };
  expect(staleReason(calibrationOf(), conditions, [need, asked], dayAfter)).toMatch(reason);
});

test("a version that nobody knows is not held against it", () => {
  const unknown = { ...need, version: undefined };
  expect(staleReason(calibrationOf(), conditions, [unknown], dayAfter)).toBeUndefined();
});

test("a time yet to come, or none, does not serve", () => {
  const before = new Date("2025-12-31T12:00:00Z");
  expect(staleReason(calibrationOf(), conditions, [need], before)).toMatch(/yet to come/);
  const timeless = calibrationOf({ measuredAt: "yesterday" });
  expect(staleReason(timeless, conditions, [need], dayAfter)).toMatch(/yet to come/);
});

test("what was measured under a CPU quota does not hold: the quota may be gone or another one", () => {
  const calibration = calibrationOf({ ceilings: [ceilingOf({ limitedBy: "quota" })] });
  expect(staleReason(calibration, conditions, [need], dayAfter)).toMatch(/a CPU quota held it/);
});

test("what was measured while something else had the CPUs is no ceiling", () => {
  const disturbed = { limitedBy: "unknown", generatorCpuShare: 0.4, serverCpuShare: 0.5 } as const;
  const calibration = calibrationOf({
    ceilings: [ceilingOf(disturbed), ceilingOf({ keepAlive: false })],
  });
  expect(staleReason(calibration, conditions, [need], dayAfter)).toMatch(
    /neither it nor the server/,
  );
  const other = { ...need, keepAlive: false };
  expect(staleReason(calibration, conditions, [other], dayAfter)).toBeUndefined();
});

test("a host that does not tell how busy its CPUs are is not held against it", () => {
  const calibration = calibrationOf({ ceilings: [ceilingOf({ limitedBy: "unknown" })] });
  expect(staleReason(calibration, conditions, [need], dayAfter)).toBeUndefined();
});
