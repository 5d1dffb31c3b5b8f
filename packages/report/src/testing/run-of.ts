import type {
  Caution,
  Experiment,
  Failure,
  GeneratorId,
  HistogramData,
  LedgerEntry,
  LoadResult,
  PlannedWindow,
  ResourceUse,
  RunRecord,
  ServiceUse,
  VariantInfo,
  WindowRecord,
  WorkloadId,
} from "@stackbench/model";
import { experimentOf, fakeTraits } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";

/** What one made-up window says. */
export interface WindowSketch {
  throughput: number;
  cautions?: Caution[];
  load?: Partial<LoadResult>;
  use?: Partial<ResourceUse>;
}

/** One made-up case: a sketch or a failure for every round that has taken place. */
export interface CaseSketch {
  variant: string;
  workload: WorkloadId;
  connections?: number;
  generator?: GeneratorId;
  rounds: (WindowSketch | Failure)[];
}

export interface RunSketch {
  cases: CaseSketch[];
  rounds?: number;
  run?: Partial<RunRecord>;
  experiment?: Partial<Experiment>;
  infos?: Record<string, Partial<VariantInfo>>;
  tuning?: (variant: string) => LedgerEntry[];
}

const seconds = 5;

/** A whole run record out of a few figures. Service times follow from throughput and connections. */
export function runOf(sketch: RunSketch): RunRecord {
  const { cases, rounds = 3 } = sketch;
  const variants = [...new Set(cases.map(({ variant }) => variant))];
  const workloads = [...new Set(cases.map(({ workload }) => workload))];
  const connections = [...new Set(cases.map((entry) => entry.connections ?? 64))];
  const generators = [...new Set(cases.map((entry) => entry.generator ?? "stackbench"))];
  const numbers = Array.from({ length: rounds }, (_, index) => index + 1);
  const sittings = numbers.flatMap((round) =>
    variants.map((variant) => ({
      sittingId: `r${round}/${variant}`,
      round,
      variant,
      seed: 1,
      windows: cases
        .filter((entry) => entry.variant === variant)
        .map((entry) => planWindow(entry, round)) as [PlannedWindow, ...PlannedWindow[]],
    })),
  );
  const experiment = experimentOf(variants, {
    workloads,
    levels: connections.map((count) => ({ loop: "closed", connections: count })),
    rounds,
    durationSeconds: seconds,
    generators,
    tuning: "throughput",
    ...sketch.experiment,
  });
  const windows = numbers.flatMap((round) =>
    cases.flatMap((entry) => {
      const window = entry.rounds[round - 1];
      return window ? [recordWindow(entry, window, round)] : [];
    }),
  );
  return {
    ...head,
    plan: { seed: 20_261, experiment, sittings },
    variants: variants.map((key) => ({ ...infoOf(key), ...sketch.infos?.[key] })),
    outcome: "complete",
    wallSeconds: 252,
    resumedAt: [],
    windows,
    sittings: sittings
      .filter(({ sittingId }) => windows.some((window) => window.sittingId === sittingId))
      .map(({ sittingId, variant }) => ({
        sittingId,
        timings: { bringUpSeconds: 0.62, verifySeconds: 0.31, takeDownSeconds: 0.27 },
        tuning: { profile: experiment.tuning, entries: sketch.tuning?.(variant) ?? ledger },
      })),
    ...sketch.run,
  };
}

const head = {
  schemaVersion: 1,
  contractVersion: 1,
  runId: "20261121-054714-3f9a",
  startedAt: "2026-11-21T05:47:14.000Z",
  arguments: ["--rounds=3"],
  engine: {
    driver: "docker",
    description: "Docker 20.10.24",
    reason: "an engine answers",
    baseImages: "debootstrap",
  },
  fingerprint: {
    cpuModel: "Intel(R) Xeon(R) Processor @ 2.90GHz",
    cpuCount: 2,
    memoryBytes: 8_345_726_976,
    kernel: "6.1.0-28-cloud-amd64",
    operatingSystem: "Debian GNU/Linux 12 (bookworm)",
    virtualisation: "kvm",
    cgroupVersion: "v1",
    node: "v24.21.0",
    harnessCommit: "a9b1d591f1e0c2d3b4a5968778695a4b3c2d1e0f",
  },
} as const satisfies Partial<RunRecord>;

const ledger: LedgerEntry[] = [
  {
    name: "net.core.somaxconn",
    scope: "network-namespace",
    requested: "8191",
    effective: "8191",
    applied: true,
  },
  {
    name: "nofile.soft",
    scope: "container",
    requested: "65536",
    effective: "65536",
    applied: true,
  },
  {
    name: "nofile.hard",
    scope: "container",
    requested: "131072",
    effective: "65536",
    applied: true,
    reason: "the engine's own hard limit is 65536",
  },
];

function planWindow(
  { variant, workload, connections = 64, generator = "stackbench" }: CaseSketch,
  round: number,
): PlannedWindow {
  const caseId = `${variant}/${workload}/c${connections}/${generator}`;
  const level = { loop: "closed", connections } as const;
  return { windowId: `r${round}/${caseId}`, caseId, workload, level, generator, seed: round };
}

function recordWindow(
  entry: CaseSketch,
  window: WindowSketch | Failure,
  round: number,
): WindowRecord {
  const base = {
    planned: planWindow(entry, round),
    sittingId: `r${round}/${entry.variant}`,
    variant: entry.variant,
    round,
    startedAt: new Date(Date.UTC(2026, 10, 21, 5, 48, round)).toISOString(),
  };
  if ("stage" in window) return { ...base, status: "failed", failure: window };
  const succeeded = Math.round(window.throughput * seconds);
  const load: LoadResult = {
    generator: { ...fakeTraits, id: entry.generator ?? "stackbench" },
    threads: 1,
    seconds,
    sent: succeeded,
    succeeded,
    errors: {},
    unfinished: 0,
    serviceTime: serviceTimes(succeeded, entry.connections ?? 64),
    busiestThreadCpuShare: 0.61,
    cpuSeconds: { user: 1.6, system: 1.4 },
    ...window.load,
  };
  const services: ResourceUse["services"] = {
    app: service(3.1, 1.6, 71_300_000),
    ...(entry.variant.includes("nginx") ? { proxy: service(0.3, 0.6, 9_800_000) } : {}),
    ...(entry.workload === "items" ? { database: service(1.1, 0.4, 142_000_000) } : {}),
    load: service(1.6, 1.4, 88_000_000),
  };
  const use: ResourceUse = {
    seconds: 5.02,
    services,
    host: { stealShare: 0.01, busyShareByCpu: { 0: 0.987, 1: 0.62 } },
    ...window.use,
  };
  return { ...base, status: "measured", load, use, cautions: window.cautions ?? [] };
}

export function service(
  cpuUserSeconds: number,
  cpuSystemSeconds: number,
  bytes: number,
): ServiceUse {
  return {
    source: "cgroup-v1",
    cpuUserSeconds,
    cpuSystemSeconds,
    memoryWorkingSetBytes: bytes,
    processes: 1,
  };
}

/** Mean service time is connections / throughput; one in fifty takes three times as long. */
function serviceTimes(succeeded: number, connections: number): HistogramData {
  const histogram = new Histogram();
  const meanTicks = succeeded === 0 ? 0 : (connections * seconds * 1e7) / succeeded;
  for (let i = 0; i < succeeded; i++) {
    const factor = i % 50 === 0 ? 3 : 0.8 + (0.32 * (i % 50)) / 50;
    histogram.record(Math.round(meanTicks * factor));
  }
  return histogram.toData();
}

function infoOf(key: string): VariantInfo {
  const [stack = key, variant = ""] = key.split(":");
  return {
    key,
    stack,
    variant,
    title: stack,
    language: "TypeScript",
    server: variant.includes("gunicorn") ? "gunicorn" : "node",
    workers: variant.includes("cluster") ? 2 : 1,
    threads: 1,
    proxy: variant.includes("nginx") ? "nginx" : "none",
    protocol: "http",
    socket: variant.includes("unix") ? "unix" : "tcp",
    databaseDriver: "pg",
    versions: { [stack]: "5.12.8" },
    images: { app: `sha256:${"4be1".repeat(16)}` },
  };
}
