import { Interrupted } from "@stackbench/terminal";
import { type ChosenDriver, holdRun, createRunStore, rowsAlone } from "@stackbench/session";
import { buildExperiment, type Measurement } from "@stackbench/experiments";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError, type Experiment, type Selected } from "@stackbench/model";
import { condenseRun, type Trial } from "./trial.ts";

export interface TrialTask {
  selected: readonly Selected[];
  chosen: ChosenDriver;
  experiment: Experiment;
  seed: number;
}

/** The experiment that `pnpm bench` would make of this. */
export function experimentOf(
  measurement: Measurement,
  selected: readonly Selected[],
  { driver }: ChosenDriver,
): Experiment {
  return buildExperiment(measurement, { selected, driver });
}

/**
 * Holds an ordinary run, of which only the figures are kept. Throws Interrupted where the person stopped it, and
 * HostError where a window failed: what is proven is the harness, on stacks known to work.
 */
export async function holdTrial({ selected, chosen, experiment, seed }: TrialTask): Promise<Trial> {
  const folder = await mkdtemp(join(tmpdir(), "stackbench-proof-"));
  try {
    const { interrupted, record } = await holdRun({
      selected,
      experiment,
      chosen,
      seed,
      store: createRunStore(folder),
      arguments: [],
      conclude: rowsAlone,
    });
    if (interrupted !== null) throw new Interrupted("the run was interrupted");
    const failed = record.windows.find((window) => window.status === "failed");
    if (failed?.status === "failed") {
      throw new HostError(
        `${failed.planned.windowId}: expected a measured window, got a failure: ${failed.failure.message}`,
      );
    }
    return condenseRun(record);
  } finally {
    await rm(folder, { recursive: true });
  }
}
