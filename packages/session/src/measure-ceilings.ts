import { Progress, type ProgressOutput } from "@stackbench/terminal";
import {
  HostError,
  isValid,
  throughputOf,
  variantKey,
  type AskedWorkload,
  type CautionKind,
  type Experiment,
  type MeasuredWindow,
  type RunHead,
  type WindowRecord,
  type Selected,
} from "@stackbench/model";
import { carryOut, type RunPorts } from "@stackbench/runner";
import type { ChosenDriver } from "./choose-driver.ts";
import { describeEngine, makeHead } from "./hold-run.ts";

/** Requests/s by workload: what a rate given as a share of the ceiling comes to. */
export type Ceilings = ReadonlyMap<AskedWorkload, number>;

/** A pass over all variants before a run whose rate is a share of a ceiling. */
export interface CeilingPass {
  selected: readonly Selected[];
  experiment: Experiment;
  chosen: ChosenDriver;
  seed: number;
  ports: RunPorts;
  signal: AbortSignal;
  output: ProgressOutput;
}

/** Each variant's most in a closed loop, and by workload the slowest variant's: what a share is a share of. */
export interface MeasuredCeilings {
  ceilings: RunHead["ceilings"];
  slowest: Ceilings;
}

/**
 * Loads every variant in a closed loop, twice and interleaved, as a small run that is not kept: brought up, verified,
 * warmed up, a window for each workload. A variant that fails has no ceiling and does not count. Throws HostError
 * where a workload is left without any, and what `carryOut` throws.
 */
export async function measureCeilings(pass: CeilingPass): Promise<MeasuredCeilings> {
  const { selected, chosen, ports, signal, output } = pass;
  const experiment = ceilingExperiment(pass.experiment);
  const head = makeHead(
    { ...pass, experiment, arguments: [], calibration: null, ceilings: [] },
    await describeEngine(chosen),
    chosen.driver.traits,
  );
  const progress = new Progress(output, head.plan, new Set());
  const { levels, rounds, durationSeconds } = experiment;
  progress.say(
    `--rate as a share: measuring what every variant can do first (${levels[0]!.connections} connections, closed loop, ${rounds} rounds of ${durationSeconds} s)`,
  );
  const windows: WindowRecord[] = [];
  try {
    const events = carryOut(
      {
        head,
        variants: new Map(selected.map((entry) => [variantKey(entry.variant), entry])),
        doneWindows: [],
        spentSeconds: 0,
        signal,
        onLive: (reading) => progress.onLive(reading),
        onMessage: (message) => progress.onMessage(message),
      },
      ports,
    );
    for await (const event of events) {
      progress.onEvent(event);
      if (event.type === "journal" && event.entry.type === "window") {
        windows.push(event.entry.window);
      }
    }
  } finally {
    progress.end();
  }
  const ceilings = ceilingsOf(windows);
  const slowest = slowestOf(ceilings, experiment.workloads, windows);
  for (const [workload, perSecond] of slowest) {
    progress.say(
      `the slowest variant's ceiling for ${workload}: ${Math.round(perSecond).toLocaleString("en-GB")} req/s`,
    );
  }
  return { ceilings, slowest };
}

/** The same experiment, short and in a closed loop with as few connections as any of its levels has. */
export function ceilingExperiment(experiment: Experiment): Experiment {
  const connections = Math.min(...experiment.levels.map((level) => level.connections));
  return {
    ...experiment,
    levels: [{ loop: "closed", connections }],
    protocol: {
      name: "custom",
      version: 2,
      order: "interleaved",
      minRounds: 2,
      halfWidthTarget: null,
      budgetSeconds: null,
      spareRounds: 0,
    },
    rounds: 2,
    windowsPerSitting: 1,
    warmupSeconds: 1,
    durationSeconds: 2,
    generators: experiment.generators.slice(0, 1),
  };
}

/** The highest of the valid windows of each variant and workload: what disturbs a machine only ever lowers it. */
function ceilingsOf(windows: readonly WindowRecord[]): RunHead["ceilings"] {
  const highest = new Map<string, RunHead["ceilings"][number]>();
  for (const window of windows) {
    if (window.status !== "measured" || !isValid(window) || servesOnlySome(window)) continue;
    const { variant } = window;
    const { workload } = window.planned;
    const requestsPerSecond = throughputOf(window.load);
    const key = `${variant}/${workload}`;
    const known = highest.get(key)?.requestsPerSecond ?? 0;
    if (requestsPerSecond > known) highest.set(key, { variant, workload, requestsPerSecond });
  }
  return [...highest.values()];
}

/** By workload. Throws HostError, with what went wrong, where a workload has no ceiling. */
function slowestOf(
  ceilings: RunHead["ceilings"],
  workloads: readonly AskedWorkload[],
  windows: readonly WindowRecord[],
): Ceilings {
  return new Map(
    workloads.map((workload) => {
      const own = ceilings.filter((ceiling) => ceiling.workload === workload);
      if (own.length === 0) {
        const reasons = windows
          .filter((window) => window.planned.workload === workload)
          .map((window) => `${window.variant}: ${whyUnusable(window)}`);
        throw new HostError(
          `--rate: expected the ceiling of at least one variant for ${workload}, got none:\n  ${[...new Set(reasons)].join("\n  ")}\nGive the rate in requests/s instead.`,
        );
      }
      return [workload, Math.min(...own.map((ceiling) => ceiling.requestsPerSecond))];
    }),
  );
}

function whyUnusable(window: WindowRecord): string {
  if (window.status === "failed") return window.failure.message;
  const invalid = window.cautions.filter(({ severity }) => severity === "invalid");
  return invalid.map(({ message }) => message).join("; ");
}

/** Too many requests were lost, or never answered, for the rest to be what the variant can serve. */
function servesOnlySome({ cautions }: MeasuredWindow): boolean {
  const kinds: readonly CautionKind[] = ["errors", "unfinished", "unanswered-connections"];
  return cautions.some(({ kind, severity }) => severity === "unranked" && kinds.includes(kind));
}
