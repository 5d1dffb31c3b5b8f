import {
  contractWorkloads,
  UsageError,
  variantKey,
  type Experiment,
  type Selected,
} from "@stackbench/model";
import {
  chooseDriver,
  keepRunnable,
  refuseOtherDrivers,
  requireDocker,
  supposedDriver,
  type ChosenDriver,
  type ReadApp,
} from "@stackbench/session";
import { say, watchInterrupts } from "@stackbench/terminal";
import { saysAnything, type AskedOfApp } from "../asked/read-asked-of-app.ts";
import { closing } from "../find-stacks.ts";
import type { Found } from "../kind.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import type { Measurement } from "../measurement/read-measurement.ts";
import { refuseImpossibleLoad } from "../measurement/refuse-impossible-load.ts";
import { ownApp } from "../shapes/read-own-app.ts";
import { makeArms, type ArmName, type ArmsTask } from "./make-arms.ts";
import { readRevision } from "./read-revision.ts";
import { findHome, type StackHome } from "./stack-home.ts";
import { pruneWorktrees, Worktrees } from "./worktrees.ts";

/** Two revisions of one variant, as given. */
export interface RevisionsRequest {
  /** A stack or one variant of it. */
  stack: string;
  /** A git ref or an image. */
  base: string;
  /** The same; without, the working tree. */
  head: string | undefined;
  /** What is asked of an app as it is; absent where only stacks will do. */
  asked?: AskedOfApp;
  measurement: Measurement;
  /** Whether to tell what would be built and installed, and do neither. */
  isDryRun: boolean;
}

export interface FoundRevisions extends Omit<Found, "question"> {
  /** For people: which variant, and what each revision is. */
  labels: { variant: string; base: string; head: string };
  /** Where it is an app as it is, by its folder. */
  app?: ReadApp;
}

/** Checks revisions out, as the arms that are wanted. Throws UsageError, where it can before anything is checked out, and HostError. */
export async function findRevisions(
  request: RevisionsRequest,
  names: readonly ArmName[],
): Promise<FoundRevisions> {
  const { stack, measurement } = request;
  const home = await findHome(stack);
  refuseUnasked(home, request);
  if (home.app) refuseOtherDrivers(measurement.driver, ownApp);
  const variant = await home.findIn(home.root);
  const supposed = supposedDriver(measurement.driver);
  const draft = buildExperiment(measurement, { selected: [variant], driver: supposed });
  refuseImpossibleLoad(draft, supposed.traits, [variant]);
  const base = await readRevision("base", request.base, home.root);
  const head = await readRevision("head", request.head, home.root);
  const isImage = base.kind === "image" || head.kind === "image";
  if (isImage && home.app) {
    throw new UsageError("--base: expected git refs of an app without a stack.json, got an image");
  }
  if (isImage) refuseOtherDrivers(measurement.driver, "an image");
  for (const line of await pruneWorktrees(home.root)) say(`cleaned up: ${line}`);
  const chosen = await (isImage || home.app
    ? requireDocker(isImage ? "an image" : ownApp)
    : chooseDriver(measurement.driver, undefined, measurement.loadNodes));
  const owned = new AsyncDisposableStack();
  owned.use(closing(chosen));
  const worktrees = owned.use(new Worktrees(home.root));
  try {
    const { isDryRun } = request;
    const selected = await prepareArms({ home, base, head, names, worktrees, isDryRun }, chosen);
    return {
      selected,
      chosen,
      labels: { variant: variantKey(variant.variant), base: base.label, head: head.label },
      sources: { from: "revisions" },
      ...(home.app && { app: home.app }),
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await owned.disposeAsync();
    throw error;
  }
}

/** Options that say what is asked, and workloads, which the contract says. */
function refuseUnasked({ app }: StackHome, { stack, asked, measurement }: RevisionsRequest): void {
  if (!app) {
    if (!asked || !saysAnything(asked)) return;
    throw new UsageError(
      `--stack=${stack}: expected an app without a stack.json with a path or requests of one's own, got a stack, which the contract is asked of`,
    );
  }
  if (asked === undefined) {
    throw new UsageError(`--stack=${stack}: expected a stack.json in the folder, found none`);
  }
  if (measurement.workloads !== undefined) {
    throw new UsageError(
      `--workload: expected a stack, and ${stack} is an app without a stack.json: say what is asked by --path= or --http=`,
    );
  }
}

async function prepareArms(
  task: Omit<ArmsTask, "driver" | "signal" | "report">,
  { driver }: ChosenDriver,
): Promise<Selected[]> {
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const selected = await makeArms({ ...task, driver, signal, report: say });
  signal.throwIfAborted();
  if (keepRunnable(selected, driver, say).length < selected.length) {
    throw new UsageError(`the ${driver.name} driver can bring up only one of the revisions`);
  }
  return selected;
}

/** The first of them, the base, is what the others are compared with. Throws UsageError. */
export function revisionsExperiment(
  measurement: Measurement,
  { selected, chosen: { driver } }: Pick<Found, "selected" | "chosen">,
): Experiment {
  const anchor = variantKey(selected[0]!.variant);
  const experiment = buildExperiment({ ...measurement, anchor }, { selected, driver });
  refuseUnserved(experiment, selected);
  return experiment;
}

function refuseUnserved({ workloads }: Experiment, selected: readonly Selected[]): void {
  const unserved = contractWorkloads(workloads).filter((workload) =>
    selected.some(({ stack }) => !stack.workloads.includes(workload)),
  );
  if (unserved.length > 0) {
    throw new UsageError(
      `--workload=${unserved.join(",")}: expected workloads that both revisions serve`,
    );
  }
}
