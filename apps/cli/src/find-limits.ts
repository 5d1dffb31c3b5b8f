import type { Calibration, Experiment, RunHead, Selected } from "@stackbench/model";
import { buildExperiment } from "./build-experiment.ts";
import { ensureCalibration, type CalibrationWish } from "./calibration/ensure-calibration.ts";
import { measureCeilings } from "./calibration/measure-ceilings.ts";
import type { ChosenDriver } from "./choose-driver.ts";
import type { CommandInput } from "./command.ts";
import { Interrupted, watchInterrupts } from "./interrupt.ts";
import { needsCeilings, type Ceilings } from "./read-levels.ts";
import { say } from "./say.ts";
import { cleanLeftovers, wirePorts } from "./wiring.ts";

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
    adapt(buildExperiment(input, selected, chosen.driver.name, measured));
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

/** With servers that already run the null server is brought up by somebody else, on the CPUs that can be used. */
async function calibrate(
  { calibrating }: ChosenDriver,
  wish: CalibrationWish,
): Promise<Calibration | null> {
  if (calibrating === undefined) return await ensureCalibration(wish);
  const { experiment } = wish;
  if (experiment.cpus.server.length === 0) {
    wish.say("calibration: left out, for the server's CPUs are on another machine");
    return null;
  }
  return await ensureCalibration({
    ...wish,
    experiment: { ...experiment, driver: calibrating.name },
    ports: wirePorts(calibrating),
  });
}
