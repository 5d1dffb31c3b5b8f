import { Progress, type ProgressOutput } from "@stackbench/terminal";
import {
  HostError,
  isValid,
  throughputOf,
  variantKey,
  type Workload,
  type CautionKind,
  type Experiment,
  type MeasuredWindow,
  type ClosedLoopThroughput,
  type WindowRecord,
  type Selected,
} from "@stackbench/model";
import { carryOut, type RunPorts } from "@stackbench/runner";
import type { ChosenDriver } from "./choose-driver.ts";
import { describeEngine, makeHead } from "./hold-run.ts";

/** Closed-loop throughput of the slowest variant by workload, requests/s: what a rate given as a share is a share of. */
export type SlowestClosedLoop = ReadonlyMap<Workload, number>;

/** A pass over all variants before a run whose rate is a share of what they serve in a closed loop. */
export interface ClosedLoopPass {
  selected: readonly Selected[];
  experiment: Experiment;
  chosen: ChosenDriver;
  seed: number;
  ports: RunPorts;
  signal: AbortSignal;
  output: ProgressOutput;
}

/** Each variant's most in a closed loop, and by workload the slowest variant's: what a share is a share of. */
export interface MeasuredClosedLoop {
  closedLoop: ClosedLoopThroughput;
  slowest: SlowestClosedLoop;
}

/**
 * Loads every variant in a closed loop, twice and interleaved, as a small run that is not kept: brought up, verified,
 * warmed up, a window for each workload. A variant that fails does not count. Throws HostError
 * where a workload is left without any, and what `carryOut` throws.
 */
export async function measureClosedLoop(pass: ClosedLoopPass): Promise<MeasuredClosedLoop> {
  const { selected, chosen, ports, signal, output } = pass;
  const experiment = closedLoopExperiment(pass.experiment);
  const head = makeHead(
    { ...pass, experiment, arguments: [] },
    await describeEngine(chosen),
    chosen.driver.traits,
  );
  const progress = new Progress(output, head.plan);
  const { levels, rounds, durationSeconds } = experiment;
  progress.say(
    `measuring what every variant can do first, which rates are taken from (${levels[0]!.connections} connections, closed loop, ${rounds} rounds of ${durationSeconds} s)`,
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
  const closedLoop = closedLoopOf(windows);
  const slowest = slowestOf(closedLoop, experiment.workloads, windows);
  for (const [workload, perSecond] of slowest) {
    progress.say(
      `the slowest variant's closed-loop throughput for ${workload}: ${Math.round(perSecond).toLocaleString("en-GB")} req/s`,
    );
  }
  return { closedLoop, slowest };
}

/** The same experiment, short and in a closed loop with as few connections as any of its levels has. */
export function closedLoopExperiment(experiment: Experiment): Experiment {
  const connections = Math.min(...experiment.levels.map((level) => level.connections));
  const { search: _, ...measured } = experiment;
  return {
    ...measured,
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
function closedLoopOf(windows: readonly WindowRecord[]): ClosedLoopThroughput {
  const highest = new Map<string, ClosedLoopThroughput[number]>();
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

/** By workload. Throws HostError, with what went wrong, where no variant serves a workload. */
function slowestOf(
  closedLoop: ClosedLoopThroughput,
  workloads: readonly Workload[],
  windows: readonly WindowRecord[],
): SlowestClosedLoop {
  return new Map(
    workloads.map((workload) => {
      const own = closedLoop.filter((served) => served.workload === workload);
      if (own.length === 0) {
        const reasons = windows
          .filter((window) => window.planned.workload === workload)
          .map((window) => `${window.variant}: ${whyUnusable(window)}`);
        throw new HostError(
          `--rate: expected closed-loop throughput of at least one variant for ${workload}, got none:\n  ${[...new Set(reasons)].join("\n  ")}\nGive rates in requests/s instead.`,
        );
      }
      return [workload, Math.min(...own.map((served) => served.requestsPerSecond))];
    }),
  );
}

function whyUnusable(window: WindowRecord): string {
  if (window.status === "failed") return window.failure.message;
  if (window.status === "profiled") return "a profiler was on";
  const invalid = window.cautions.filter(({ severity }) => severity === "invalid");
  return invalid.map(({ message }) => message).join("; ");
}

/** Too many requests were lost, or never answered, for the rest to be what the variant can serve. */
function servesOnlySome({ cautions }: MeasuredWindow): boolean {
  const kinds: readonly CautionKind[] = ["errors", "unfinished", "unanswered-connections"];
  return cautions.some(({ kind, severity }) => severity === "unranked" && kinds.includes(kind));
}
