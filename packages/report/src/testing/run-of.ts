import type {
  Caution,
  Experiment,
  Failure,
  GeneratorId,
  HistogramData,
  LedgerEntry,
  LoadLevel,
  ClosedLoad,
  LoadResult,
  PlannedWindow,
  ResourceUse,
  RunRecord,
  ServiceUse,
  VariantInfo,
  WindowRecord,
  Workload,
} from "@stackbench/model";
import { experimentOf, fakeUsedGenerator, loadResultOf } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";

/** What one made-up window says. */
export interface WindowSketch {
  throughput: number;
  cautions?: Caution[];
  load?: Partial<ClosedLoad>;
  use?: Partial<ResourceUse>;
  succeededByGroup?: Record<string, number>;
}

/** One made-up case: a sketch or a failure for every round that has taken place. */
export interface CaseSketch {
  variant: string;
  workload: Workload;
  /** Closed loop, 64 unless said otherwise. */
  connections?: number;
  /** Closed loop, of the level itself. */
  keepAlive?: boolean;
  paddingBytes?: number;
  /** Open loop: so many requests/s. `throughput` of its sketches then tells how slow the server is, not what was achieved. */
  ratePerSecond?: number;
  generator?: GeneratorId;
  rounds: (WindowSketch | Failure)[];
}

export interface RunSketch {
  cases: CaseSketch[];
  /** Rounds that the experiment asks for. */
  rounds?: number;
  /** Rounds planned beyond those, in place of disturbed ones. */
  spareRounds?: 0 | 1 | 2;
  run?: Partial<RunRecord>;
  experiment?: Partial<Experiment>;
  infos?: Record<string, Partial<VariantInfo>>;
  tuning?: (variant: string) => LedgerEntry[];
}

const seconds = 5;

/**
 * A whole run record out of a few figures. Service times follow from throughput and connections. A complete one
 * has stopped after the last round that a sketch tells of.
 */
export function runOf(sketch: RunSketch): RunRecord {
  const { cases, rounds = 3, spareRounds = 0 } = sketch;
  const variants = [...new Set(cases.map(({ variant }) => variant))];
  const workloads = [...new Set(cases.map(({ workload }) => workload))];
  const levels = new Map(cases.map((entry) => [JSON.stringify(levelOf(entry)), levelOf(entry)]));
  const generators = [...new Set(cases.map((entry) => entry.generator ?? "stackbench"))];
  const numbers = Array.from({ length: rounds + spareRounds }, (_, index) => index + 1);
  const sittings = numbers.flatMap((round) =>
    variants.map((variant) => ({
      sittingId: `r${round}/${variant}`,
      round,
      spare: round > rounds,
      variant,
      seed: 1,
      windows: cases
        .filter((entry) => entry.variant === variant)
        .map((entry) => planWindow(entry, round)) as [PlannedWindow, ...PlannedWindow[]],
    })),
  );
  const experiment = experimentOf(variants, {
    workloads,
    levels: [...levels.values()],
    protocol: { ...protocol, minRounds: rounds, spareRounds },
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
  const lastRound = Math.max(rounds, ...windows.map(({ round }) => round));
  return {
    ...head,
    plan: { seed: 20_261, experiment, sittings },
    variants: variants.map((key) => ({ ...infoOf(key), ...sketch.infos?.[key] })),
    outcome: "complete",
    wallSeconds: 252,
    resumedAt: [],
    changes: [],
    stop: {
      reason: "rounds",
      round: lastRound,
      message: `all ${lastRound} rounds are held`,
    },
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

const protocol = {
  name: "quick",
  version: 2,
  order: "interleaved",
  halfWidthTarget: null,
  budgetSeconds: null,
} as const;

const head = {
  schemaVersion: 1,
  contractVersion: 1,
  runId: "20261121-054714-3f9a",
  startedAt: "2026-11-21T05:47:14.000Z",
  arguments: ["--rounds=3"],
  calibration: null,
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

function levelOf(sketch: CaseSketch): LoadLevel {
  const { connections = 64, ratePerSecond, keepAlive, paddingBytes } = sketch;
  if (ratePerSecond === undefined) {
    return {
      loop: "closed",
      connections,
      ...(keepAlive !== undefined && { keepAlive }),
      ...(paddingBytes !== undefined && { paddingBytes }),
    };
  }
  return { loop: "open", connections, ratePerSecond, arrivals: "poisson" };
}

function idOf(level: LoadLevel): string {
  const connections = `c${level.connections}`;
  if (level.loop === "open") return `${connections}-r${level.ratePerSecond}-${level.arrivals}`;
  const { keepAlive, paddingBytes } = level;
  return [connections, keepAlive, paddingBytes].filter((part) => part !== undefined).join("-");
}

function planWindow(entry: CaseSketch, round: number): PlannedWindow {
  const { variant, workload, generator = "stackbench" } = entry;
  const level = levelOf(entry);
  const caseId = `${variant}/${workload}/${idOf(level)}/${generator}`;
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
  const { connections = 64, ratePerSecond } = entry;
  const succeeded = Math.round((ratePerSecond ?? window.throughput) * seconds);
  const meanSeconds = connections / window.throughput;
  const closed: Omit<ClosedLoad, "byNode"> = {
    ...loadResultOf({ succeeded, connections, seconds }),
    generator:
      entry.generator === undefined
        ? fakeUsedGenerator
        : { ...fakeUsedGenerator, id: entry.generator, from: "debian", clock: "foreign" },
    serviceTime: times(succeeded, meanSeconds),
    busiestThreadCpuShare: 0.61,
    cpuSeconds: { user: 1.6, system: 1.4 },
    ...window.load,
  };
  const load: LoadResult =
    ratePerSecond === undefined
      ? closed
      : { ...closed, kind: "open", ...openLoop(succeeded, meanSeconds) };
  const services: ResourceUse["services"] = {
    app: service(3.1, 1.6, 71_300_000),
    ...(entry.variant.includes("nginx") ? { proxy: service(0.3, 0.6, 9_800_000) } : {}),
    ...(entry.workload === "items" ? { database: service(1.1, 0.4, 142_000_000) } : {}),
    load: service(1.6, 1.4, 88_000_000),
  };
  const use: ResourceUse = {
    seconds,
    services,
    host: { stealShare: 0.01, busyShareByCpu: { 0: 0.987, 1: 0.62 } },
    ...window.use,
  };
  const { succeededByGroup, cautions = [] } = window;
  return {
    ...base,
    status: "measured",
    load,
    use,
    ...(succeededByGroup && { succeededByGroup }),
    cautions,
  };
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

/** Of that mean, about; one in fifty takes three times as long. */
function times(count: number, meanSeconds: number): HistogramData {
  const histogram = new Histogram();
  for (let i = 0; i < count; i++) {
    const factor = i % 50 === 0 ? 3 : 0.8 + (0.32 * (i % 50)) / 50;
    histogram.record(count === 0 ? 0 : Math.round(meanSeconds * 1e7 * factor));
  }
  return histogram.toData();
}

/** Latencies are half as long again as service times, and requests leave 20 µs late. */
function openLoop(count: number, meanSeconds: number) {
  return {
    latency: times(count, meanSeconds * 1.5),
    sendLag: times(count, 20e-6),
    schedule: {
      arrivals: count,
      arrivalsInAll: count,
      seconds,
      queueDepthMean: 0.4,
      queueDepthMax: 17,
      unsent: 0,
      spinning: true,
    },
  };
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
