import type { Calibration, GeneratorId } from "@stackbench/model";
import { bringUpBare, newRunId, type RunPorts } from "@stackbench/runner";
import { ceilingArms, type CeilingArm } from "./ceiling-arms.ts";
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
  const measuredAt = new Date().toISOString();
  const { http2 } = task.servers.get("null")!.variant;
  const planned = ceilingArms({ ...task, cpus, ...(http2 && { http2 }) }, ports.generator);
  task.say(
    `calibrating: about ${estimateCalibration(task, planned.arms.length)} s, images not counted`,
  );
  const found = await pushToLimits(task, planned.arms, conditions, ports);
  const leftOut = [...planned.leftOut, ...found.leftOut];
  if (found.ceilings.length === 0) return { calibration: undefined, leftOut };
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
      ceilings: found.ceilings,
      accuracy: judged.accuracy,
    },
    leftOut: [...leftOut, ...judged.leftOut],
  };
}

async function pushToLimits(
  task: CalibrationTask,
  arms: readonly CeilingArm[],
  { cpus }: Conditions,
  ports: RunPorts,
): Promise<FoundCeilings> {
  // Under the limits that runs have by default: without them new connections would run into the kernel's first.
  await using sitting = await bringUpBare(ports, task.servers.get("null")!, {
    runId: newRunId(new Date()),
    sittingId: "calibrate/null",
    cpus,
    signal: task.signal,
    say: task.say,
    tuning: "throughput",
  });
  return await findCeilings({ ...task, arms, cpus }, sitting, ports);
}
