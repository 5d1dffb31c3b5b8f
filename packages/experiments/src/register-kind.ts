import type { HeldRun } from "@stackbench/session";
import type { CommandInput } from "@stackbench/terminal";
import { holdExperiment, holdWhole } from "./hold-experiment.ts";
import type { ExperimentKind, ExperimentRequest, Found } from "./kind.ts";

/** A kind, whatever its requests are. */
export interface RegisteredKind extends Pick<
  ExperimentKind,
  "name" | "command" | "conclude" | "tellsPartially" | "findAgain"
> {
  /** From a command line to an exit code. */
  hold(input: CommandInput): Promise<number>;
  /** The run alone, with all its rounds: for whoever concludes from several. */
  holdWhole(input: CommandInput): Promise<HeldRun>;
}

export function registerKind<Request extends ExperimentRequest, Finding extends Found>(
  kind: ExperimentKind<Request, Finding>,
): RegisteredKind {
  return {
    ...kind,
    hold: (input) => holdExperiment(kind, kind.read(input)),
    holdWhole: (input) => holdWhole(kind, kind.read(input)),
  };
}
