import type { Calibration, Ceiling } from "@stackbench/model";
import type { Conditions } from "../conditions.ts";

/** A machine that exists only here. */
export const conditions: Conditions = {
  fingerprint: {
    cpuModel: "Test CPU",
    cpuCount: 2,
    memoryBytes: 2 ** 33,
    kernel: "Linux 6.12",
    operatingSystem: "Debian 13",
    virtualisation: "none",
    cgroupVersion: "v2",
    node: "v24.0.0",
    harnessCommit: "aaaa",
  },
  driver: "process",
  cpus: { server: [0], load: [1], database: [0] },
  generatorCode: "aaaa",
};

export function ceilingOf(changes: Partial<Ceiling> = {}): Ceiling {
  return {
    generator: "stackbench",
    version: "1.0.0",
    connections: 64,
    threads: 1,
    keepAlive: true,
    requestsPerSecond: 100_000,
    limitedBy: "generator",
    ...changes,
  };
}

/** A calibration of that machine, with one ceiling. */
export function calibrationOf(changes: Partial<Calibration> = {}): Calibration {
  return {
    schemaVersion: 1,
    measuredAt: "2026-01-01T12:00:00.000Z",
    depth: "short",
    ...conditions,
    ceilings: [ceilingOf()],
    accuracy: [],
    ...changes,
  };
}
