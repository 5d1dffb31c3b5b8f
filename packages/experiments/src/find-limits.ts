import { type CommandInput, Interrupted, watchInterrupts, say } from "@stackbench/terminal";
import {
  calibrationServers,
  conditionsNow,
  stateDirectory,
  measureCeilings,
  type Ceilings,
  type ChosenDriver,
  cleanLeftovers,
  wirePorts,
} from "@stackbench/session";
import { ensureCalibration } from "@stackbench/calibration";
import type { Calibration, Experiment, RunHead, Selected } from "@stackbench/model";
import { buildExperiment } from "./build-experiment.ts";
import type { RunPorts } from "@stackbench/runner";
import { needsCeilings } from "./read-levels.ts";

/**
 * What must be known before the plan: what the generator can do, and rates that are shares of a ceiling. `adapt`
 * changes the experiment that the options say.
 */
export async function findLimits(
  input: CommandInput,
  selected: readonly Selected[],
  chosen: ChosenDriver,
  seed: number,
  adapt: (experiment: Experiment) => Experiment = (experiment) => experiment,
): Promise<{
  experiment: Experiment;
  calibration: Calibration | null;
  ceilings: RunHead["ceilings"];
}> {
  const build = (measured?: Ceilings) =>
    adapt(buildExperiment(input, selected, chosen.driver, measured));
  const experiment = build();
  const isCalibrated = !input.switches.has("no-calibration");
  if (!isCalibrated && !needsCeilings(input))
    return { experiment, calibration: null, ceilings: [] };
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const ports = wirePorts(chosen.driver);
  for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
  try {
    const calibration = isCalibrated
      ? await calibrate(chosen, { experiment, ports, signal, say })
      : null;
    if (!needsCeilings(input)) return { experiment, calibration, ceilings: [] };
    const pass = { selected, experiment, chosen, seed, ports, signal, output: process.stderr };
    const { ceilings, slowest } = await measureCeilings(pass);
    return { experiment: build(slowest), calibration, ceilings };
  } catch (error) {
    // Nothing of the run is on disk yet: there is nothing to resume.
    if (signal.aborted) throw new Interrupted("before the run began", { cause: error });
    throw error;
  }
}

/** What `experiment` says of the machine, carried out by `ports`. */
interface Wish {
  experiment: Experiment;
  ports: RunPorts;
  signal: AbortSignal;
  say(line: string): void;
}

/** With servers that already run the null server is brought up by somebody else, on the CPUs that can be used. */
async function calibrate(
  { driver, calibrating }: ChosenDriver,
  wish: Wish,
): Promise<Calibration | null> {
  const { cpus } = wish.experiment;
  if (calibrating !== undefined && cpus.server.length === 0) {
    wish.say("calibration: left out, for the server's CPUs are on another machine");
    return null;
  }
  const brings = calibrating ?? driver;
  return await ensureCalibration({
    ...wish,
    experiment: { ...wish.experiment, driver: brings.name },
    ports: calibrating === undefined ? wish.ports : wirePorts(calibrating),
    conditions: conditionsNow({ driver: brings.name, cpus }),
    servers: await calibrationServers(brings),
    directory: stateDirectory,
  });
}
