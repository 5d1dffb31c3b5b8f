import type { Calibration, Ceiling, GeneratorId, Selected } from "@stackbench/model";
import { bringUpBare, newRunId, type RunPorts } from "@stackbench/runner";
import { ceilingArms, type CeilingArm, type LoadPlaces } from "./ceiling-arms.ts";
import type { Conditions } from "./conditions.ts";
import { findCeilings, type FoundCeilings } from "./find-ceilings.ts";
import type { WindowTimes } from "./load-windows.ts";
import { measureAccuracy } from "./measure-accuracy.ts";
import type { CalibrationServers } from "./servers.ts";

/** How thoroughly to calibrate. */
export interface CalibrationTask extends WindowTimes {
  depth: Calibration["depth"];
  generators: readonly GeneratorId[];
  servers: CalibrationServers;
  /** Values of keep-alive. */
  modes: readonly boolean[];
  /** Whether over TLS: each is calibrated by itself. Accuracy is looked at over plain TCP alone. */
  overTls: readonly boolean[];
  threads: number;
  connections: number;
  rounds: number;
  /** Length of a window for accuracy; 0 leaves accuracy out. */
  accuracySeconds: number;
  signal: AbortSignal;
  say(line: string): void;
}

/** The calibration, where any ceiling was found; and in words what was not found. */
export interface MeasuredCalibration {
  calibration: Calibration | undefined;
  leftOut: string[];
}

/** Seconds that it will take: load, and a little more for what is between. */
function estimateCalibration(task: CalibrationTask, arms: number): number {
  const { rounds, windows, warmupSeconds, durationSeconds, accuracySeconds, generators } = task;
  const ceilings = rounds * arms * (warmupSeconds + windows * durationSeconds + 0.4);
  // Three laws; generators that give no latency are not loaded, so that this is the most.
  const accuracy = 3 * generators.length * (warmupSeconds + accuracySeconds + 0.6);
  return Math.round(ceilings + (accuracySeconds === 0 ? 0 : accuracy) + 2);
}

/** Ceilings first, then accuracy. Throws StackFailure or HostError where a reference server cannot be brought up. */
export async function measureCalibration(
  task: CalibrationTask,
  conditions: Conditions,
  ports: RunPorts,
): Promise<MeasuredCalibration> {
  const { cpus } = conditions;
  const { loadNodes = 1 } = ports.driver.elsewhere ?? {};
  const places = { cpus, ...(loadNodes > 1 && { loadNodes }) };
  const measuredAt = new Date().toISOString();
  const planned = task.overTls.map((isTls) => {
    const name = isTls ? "null-tls" : "null";
    const server = { name, selected: task.servers.get(name)! };
    const { http2 } = server.selected.variant;
    const spoken = { ...(isTls && { tls: true as const }), ...(http2 && { http2 }) };
    return { server, ...ceilingArms({ ...task, places, ...spoken }, ports.generator) };
  });
  const armCount = planned.reduce((sum, { arms }) => sum + arms.length, 0);
  task.say(`calibrating: about ${estimateCalibration(task, armCount)} s, images not counted`);
  const leftOut = planned.flatMap((part) => part.leftOut);
  const ceilings: Ceiling[] = [];
  for (const { server, arms } of planned) {
    if (arms.length === 0) continue;
    const found = await pushToLimits(task, server, arms, places, ports);
    ceilings.push(...found.ceilings);
    leftOut.push(...found.leftOut);
  }
  if (ceilings.length === 0) return { calibration: undefined, leftOut };
  const judged =
    task.accuracySeconds === 0
      ? { accuracy: [], leftOut: [] }
      : await measureAccuracy({ ...task, cpus, durationSeconds: task.accuracySeconds }, ports);
  return {
    calibration: {
      schemaVersion: 1,
      measuredAt,
      depth: task.depth,
      ...conditions,
      ceilings,
      accuracy: judged.accuracy,
    },
    leftOut: [...leftOut, ...judged.leftOut],
  };
}

async function pushToLimits(
  task: CalibrationTask,
  server: { name: string; selected: Selected },
  arms: readonly CeilingArm[],
  places: LoadPlaces,
  ports: RunPorts,
): Promise<FoundCeilings> {
  const { cpus } = places;
  // Under the limits that runs have by default: without them new connections would run into the kernel's first.
  await using sitting = await bringUpBare(ports, server.selected, {
    runId: newRunId(new Date()),
    sittingId: `calibrate/${server.name}`,
    cpus,
    signal: task.signal,
    say: task.say,
    tuning: "throughput",
  });
  return await findCeilings({ ...task, arms, places }, sitting, ports);
}
