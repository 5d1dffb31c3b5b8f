import {
  HostError,
  keepsAlive,
  StackFailure,
  type Calibration,
  type Experiment,
} from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import { calibrationConnections } from "./ceiling-arms.ts";
import type { Conditions, Need } from "./conditions.ts";
import {
  calibrationPath,
  keepCalibration,
  readCalibration,
  type KeptCalibration,
} from "./keep-calibration.ts";
import { knownVersion } from "./known-version.ts";
import { measureCalibration } from "./measure-calibration.ts";
import type { CalibrationServers } from "./servers.ts";
import { staleReason } from "./stale-reason.ts";
import { withWhatHolds } from "./with-what-holds.ts";

/** One warm-up and two windows: about five seconds, enough to tell a ceiling to some percent. */
export const shortTimes = { warmupSeconds: 1, durationSeconds: 2, windows: 2, rounds: 1 };

export interface CalibrationRequest {
  experiment: Pick<
    Experiment,
    "cpus" | "driver" | "generators" | "generatorThreads" | "keepAlive" | "levels"
  >;
  /** Whether servers are asked over TLS, each that some are. */
  overTls: readonly boolean[];
  ports: RunPorts;
  /** What holds now, here. */
  conditions: Conditions;
  servers: CalibrationServers;
  signal: AbortSignal;
  say(line: string): void;
  /** Where calibrations are kept. */
  directory: string;
  times?: typeof shortTimes;
}

/**
 * The ceilings of a run's generators: what is kept, where it holds; else measured now, in short, and kept. Null where
 * they cannot be found out, which is told: a run goes on without them. Throws only the signal's reason.
 */
export async function ensureCalibration(request: CalibrationRequest): Promise<Calibration | null> {
  const { conditions, directory } = request;
  const path = calibrationPath(directory, conditions);
  const kept = await readCalibration(path);
  const reason = reasonToMeasure(kept, request, conditions, path);
  if (kept.found === "calibration" && reason === undefined) return kept.calibration;
  const say = (line: string) => request.say(`calibration: ${line}`);
  say(`${reason}; what the generator can do is measured now, in short`);
  try {
    const measured = await measureShortly({ ...request, say }, conditions);
    if (measured === undefined) return null;
    const calibration = withWhatHolds(measured, kept, conditions);
    await keepCalibration(path, calibration).catch((error: unknown) =>
      say(`could not be kept: ${describe(error)}`),
    );
    return calibration;
  } catch (error) {
    request.signal.throwIfAborted();
    if (!(error instanceof StackFailure || error instanceof HostError)) throw error;
    say(`failed, the run goes on without: ${describe(error)}`);
    return null;
  }
}

function reasonToMeasure(
  kept: KeptCalibration,
  { experiment, overTls, ports }: CalibrationRequest,
  conditions: Conditions,
  path: string,
): string | undefined {
  switch (kept.found) {
    case "nothing":
      return "none was made yet";
    case "unreadable":
      return `${path} is ignored (${kept.reason})`;
    case "calibration": {
      const { generators, generatorThreads: threads } = experiment;
      const needs = generators.flatMap((generator) =>
        modesOf(experiment).flatMap((keepAlive) => {
          const need = { generator, version: knownVersion(generator, ports), threads, keepAlive };
          return overTls.map((isTls): Need => ({ ...need, ...(isTls && { tls: true }) }));
        }),
      );
      return staleReason(kept.calibration, conditions, needs, new Date());
    }
  }
}

/** Each mode that some level has, for a generator can do less where every request has a connection of its own. */
function modesOf(experiment: CalibrationRequest["experiment"]): boolean[] {
  return [...new Set(experiment.levels.map((level) => keepsAlive(experiment, level)))];
}

async function measureShortly(request: CalibrationRequest, conditions: Conditions) {
  const { experiment, overTls, servers, ports, signal, say, times = shortTimes } = request;
  const { generators, generatorThreads: threads } = experiment;
  const task = {
    servers,
    generators,
    threads,
    modes: modesOf(experiment),
    overTls,
    connections: calibrationConnections,
  };
  const { calibration, leftOut } = await measureCalibration(
    { ...task, ...times, depth: "short", accuracySeconds: 0, signal, say },
    conditions,
    ports,
  );
  for (const line of leftOut) say(`left out: ${line}`);
  return calibration;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
