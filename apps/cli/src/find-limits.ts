import type { Selected } from "@stackbench/catalog";
import type { Calibration, Experiment, RunHead } from "@stackbench/model";
import { buildExperiment } from "./build-experiment.ts";
import { ensureCalibration } from "./calibration/ensure-calibration.ts";
import { measureCeilings } from "./calibration/measure-ceilings.ts";
import type { ChosenDriver } from "./choose-driver.ts";
import type { CommandInput } from "./command.ts";
import { Interrupted, watchInterrupts } from "./interrupt.ts";
import { needsCeilings } from "./read-levels.ts";
import { say } from "./say.ts";
import { cleanLeftovers, wirePorts } from "./wiring.ts";

/** What must be known before the plan: what the generator can do, and rates that are shares of a ceiling. */
export async function findLimits(
  input: CommandInput,
  selected: readonly Selected[],
  chosen: ChosenDriver,
  seed: number,
): Promise<{
  experiment: Experiment;
  calibration: Calibration | null;
  ceilings: RunHead["ceilings"];
}> {
  const experiment = buildExperiment(input, selected, chosen.driver.name);
  const isCalibrated = !input.switches.has("no-calibration");
  if (!isCalibrated && !needsCeilings(input))
    return { experiment, calibration: null, ceilings: [] };
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const ports = wirePorts(chosen.driver);
  for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
  try {
    const calibration = isCalibrated
      ? await ensureCalibration({ experiment, ports, signal, say })
      : null;
    if (!needsCeilings(input)) return { experiment, calibration, ceilings: [] };
    const pass = { selected, experiment, chosen, seed, ports, signal, output: process.stderr };
    const { ceilings, slowest } = await measureCeilings(pass);
    const atShares = buildExperiment(input, selected, chosen.driver.name, slowest);
    return { experiment: atShares, calibration, ceilings };
  } catch (error) {
    // Nothing of the run is on disk yet: there is nothing to resume.
    if (signal.aborted) throw new Interrupted("before the run began", { cause: error });
    throw error;
  }
}
