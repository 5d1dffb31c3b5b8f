import { ensureCalibration } from "@stackbench/calibration";
import type {
  Calibration,
  ClosedLoopThroughput,
  Experiment,
  NetworkPath,
  Selected,
} from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import {
  calibrationServers,
  cleanLeftovers,
  conditionsNow,
  measureClosedLoop,
  stateDirectory,
  wirePorts,
  type ChosenDriver,
} from "@stackbench/session";
import { Interrupted, say, watchInterrupts } from "@stackbench/terminal";
import type { SettleExperiment } from "./kind.ts";
import { refuseNarrowNetwork } from "./measurement/refuse-narrow-network.ts";
import { levelsOf, needsClosedLoop } from "./measurement/levels.ts";
import type { Measurement } from "./measurement/read-measurement.ts";
import { transportOf } from "./measurement/transport-of.ts";

/** What will be measured, before its limits are known. */
export interface Limited {
  selected: readonly Selected[];
  experiment: Experiment;
  chosen: ChosenDriver;
  seed: number;
  settle: SettleExperiment | undefined;
}

/** What must be known before the plan: what the generator can do, and rates that are shares of what a variant serves in a closed loop. */
export async function findLimits(
  { levels, isCalibrated }: Measurement,
  limited: Limited,
): Promise<{
  experiment: Experiment;
  network?: NetworkPath[];
  calibration?: Calibration | null;
  closedLoopThroughput?: ClosedLoopThroughput;
}> {
  const { experiment, chosen, settle } = limited;
  const hasPass = settle !== undefined || needsClosedLoop(levels);
  if (!isCalibrated && !hasPass && !chosen.measureNetwork) {
    return { experiment };
  }
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const ports = wirePorts(chosen.driver);
  for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
  try {
    const network = await chosen.measureNetwork?.(signal);
    const variants = limited.selected.map(({ variant }) => variant);
    const { servers = [] } = chosen.driver.elsewhere ?? {};
    refuseNarrowNetwork(experiment, { network, variants, servers: Math.max(1, servers.length) });
    const known = { experiment, ...(network && { network }) };
    const overTls = ceilingsOver(limited);
    if (isCalibrated && overTls.length === 0) {
      say("calibration: left out, for none is over unix sockets, as these servers are");
    }
    const calibration =
      isCalibrated && overTls.length > 0
        ? await calibrate(chosen, { experiment, overTls, ports, signal, say })
        : null;
    if (!hasPass) return { ...known, calibration };
    const pass = { ...limited, ports, signal, output: process.stderr };
    const { closedLoop, slowest } = await measureClosedLoop(pass);
    const settled = settle
      ? settle(experiment, closedLoop)
      : { ...experiment, levels: levelsOf(levels, slowest) };
    return { ...known, experiment: settled, calibration, closedLoopThroughput: closedLoop };
  } catch (error) {
    // Nothing of the run is on disk yet: there is nothing to resume.
    if (signal.aborted) throw new Interrupted("before the run began", { cause: error });
    throw error;
  }
}

/** Over what ceilings must be known: plain TCP (false), TLS (true), or none where all servers are asked over unix sockets. */
function ceilingsOver({ selected }: Limited): boolean[] {
  const transports = new Set(selected.map(({ variant }) => transportOf(variant)));
  return [...(transports.has("tcp") ? [false] : []), ...(transports.has("tls") ? [true] : [])];
}

/** What `experiment` says of the machine, carried out by `ports`. */
interface ToCalibrate {
  experiment: Experiment;
  overTls: readonly boolean[];
  ports: RunPorts;
  signal: AbortSignal;
  say(line: string): void;
}

/** With servers that already run the null server is brought up by somebody else, on the CPUs that can be used. */
async function calibrate(
  { driver, calibrating }: ChosenDriver,
  task: ToCalibrate,
): Promise<Calibration | null> {
  const { cpus } = task.experiment;
  if (calibrating !== undefined && cpus.server.length === 0) {
    task.say("calibration: left out, for the server's CPUs are on another machine");
    return null;
  }
  const brings = calibrating ?? driver;
  return await ensureCalibration({
    ...task,
    experiment: { ...task.experiment, driver: brings.name },
    ports: calibrating === undefined ? task.ports : wirePorts(calibrating),
    conditions: conditionsNow(brings, cpus),
    servers: await calibrationServers(brings),
    directory: stateDirectory,
  });
}
