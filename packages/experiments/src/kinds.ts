import type { HeldRun } from "@stackbench/session";
import type { CommandInput } from "@stackbench/terminal";
import { UsageError, type Question } from "@stackbench/model";
import { ab } from "./ab/kind.ts";
import { autoscale } from "./autoscale/kind.ts";
import { capacity } from "./capacity/kind.ts";
import { compare } from "./compare/kind.ts";
import { connections } from "./connections/kind.ts";
import { cost } from "./cost/kind.ts";
import { factors } from "./factors/kind.ts";
import { soak } from "./soak/kind.ts";
import { startup } from "./startup/kind.ts";
import { shapes } from "./shapes/kind.ts";
import { profile } from "./profile/kind.ts";
import { mix } from "./mix/kind.ts";
import { sweep } from "./sweep/kind.ts";
import { workers } from "./workers/kind.ts";
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

function register<Request extends ExperimentRequest, Finding extends Found>(
  kind: ExperimentKind<Request, Finding>,
): RegisteredKind {
  return {
    ...kind,
    hold: (input) => holdExperiment(kind, kind.read(input)),
    holdWhole: (input) => holdWhole(kind, kind.read(input)),
  };
}

/** Every kind of experiment: one folder and one line here. The first is the one that a plain `bench` holds. */
export const kinds: readonly RegisteredKind[] = [
  register(compare),
  register(ab),
  register(factors),
  register(sweep),
  register(workers),
  register(soak),
  register(startup),
  register(cost),
  register(connections),
  register(mix),
  register(profile),
  register(capacity),
  register(autoscale),
  register(shapes),
];

/** The kind that a run was held for. Throws UsageError for one that this version does not know. */
export function kindOf({ kind }: Question): RegisteredKind {
  const found = kinds.find(({ name }) => name === kind);
  if (found) return found;
  throw new UsageError(
    `expected a run of one of ${kinds.map(({ name }) => name).join(", ")}, got one of "${kind}", which another stackbench wrote`,
  );
}
