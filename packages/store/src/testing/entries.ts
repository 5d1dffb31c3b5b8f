import type { JournalEntry, PlannedWindow, RunHead, VariantInfo } from "@stackbench/model";
import { experimentOf, fakeUse, loadResultOf } from "@stackbench/model/testing";

/** A run of one variant and two rounds, as journal entries. */
export function headEntry(runId: string): Extract<JournalEntry, { type: "head" }> {
  return { type: "head", head: headOf(runId) };
}

function headOf(runId: string): RunHead {
  return {
    schemaVersion: 1,
    contractVersion: 1,
    runId,
    startedAt: "2026-11-21T05:47:14.000Z",
    arguments: ["--stack=fastify"],
    plan: {
      seed: 7,
      experiment: experimentOf(["fastify:bare"], {
        rounds: 2,
        warmupSeconds: 1,
        driver: "process",
      }),
      sittings: [1, 2].map((round) => ({
        sittingId: `r${round}/fastify:bare`,
        round,
        spare: false,
        variant: "fastify:bare",
        seed: 1,
        windows: [plannedWindow(round)],
      })),
    },
    calibration: null,
    ceilings: [],
    engine: { driver: "process", description: "local processes", reason: "no engine answers" },
    fingerprint,
    variants: [variantInfo()],
  };
}

const fingerprint: RunHead["fingerprint"] = {
  cpuModel: "A processor",
  cpuCount: 2,
  memoryBytes: 8e9,
  kernel: "6.1.0",
  operatingSystem: "Debian GNU/Linux 12",
  virtualisation: "none",
  cgroupVersion: "v2",
  node: "24.0.0",
  harnessCommit: null,
};

export function variantInfo(images: Record<string, string> = {}): VariantInfo {
  return {
    key: "fastify:bare",
    stack: "fastify",
    variant: "bare",
    title: "Fastify",
    language: "TypeScript",
    server: "node",
    workers: 1,
    threads: 1,
    proxy: "none",
    protocol: "http",
    socket: "tcp",
    databaseDriver: "pg",
    versions: { fastify: "5.0.0" },
    images,
  };
}

function plannedWindow(round: number): PlannedWindow {
  const caseId = "fastify:bare/hello/c64/stackbench";
  return {
    windowId: `r${round}/${caseId}`,
    caseId,
    workload: "hello",
    level: { loop: "closed", connections: 64 },
    generator: "stackbench",
    seed: 3,
  };
}

export function windowEntry(
  round: number,
  succeeded = 50_000,
): Extract<JournalEntry, { type: "window" }> {
  return {
    type: "window",
    window: {
      planned: plannedWindow(round),
      sittingId: `r${round}/fastify:bare`,
      variant: "fastify:bare",
      round,
      startedAt: "2026-11-21T05:48:00.000Z",
      status: "measured",
      load: loadResultOf({ succeeded }),
      use: fakeUse,
      cautions: [],
    },
  };
}

export function sittingEntry(round: number): JournalEntry {
  return {
    type: "sitting-ended",
    sittingId: `r${round}/fastify:bare`,
    timings: { bringUpSeconds: 0.5, verifySeconds: 0.2, takeDownSeconds: 0.1 },
    tuning: { profile: "none", entries: [] },
  };
}

export function endedEntry(
  outcome: "complete" | "interrupted",
  wallSeconds: number,
): Extract<JournalEntry, { type: "ended" }> {
  return { type: "ended", at: "2026-11-21T05:50:00.000Z", outcome, wallSeconds };
}

export function stoppedEntry(round: number): Extract<JournalEntry, { type: "stopped" }> {
  return {
    type: "stopped",
    stop: { reason: "rounds", round, message: `all ${round} rounds held` },
  };
}

export const resumedEntry: JournalEntry = {
  type: "resumed",
  at: "2026-11-21T06:00:00.000Z",
  fingerprint,
};
