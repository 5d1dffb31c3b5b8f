import { type CommandInput, say } from "@stackbench/terminal";
import {
  chooseDriver,
  driverChoices,
  type ChosenDriver,
  chooseVariants,
  readFingerprint,
  describeEngine,
  hold,
  resultsDirectory,
  outputOf,
  publishRun,
  refuseChanges,
} from "@stackbench/session";
import {
  differingEngine,
  differingParts,
  UsageError,
  startsServers,
  variantKey,
  type RunHead,
  type RunRecord,
  type Selected,
} from "@stackbench/model";
import { estimateSittings } from "@stackbench/plan";
import { createRunStore } from "@stackbench/store";
import { experimentOptions } from "./experiment-options.ts";
import { findServersAgain } from "./url/find-servers.ts";
import { urlOptions } from "./url/url-options.ts";

/** What is decided before a run begins. Ignored in silence, a plan that is only to be shown would be carried out. */
const ofABeginning = ["dry-run", "no-calibration", "baseline"];

/** `bench run --resume`: the same plan and seed, without what is on disk already. `quiet` leaves stdout to the caller. */
export async function resumeRun(
  input: CommandInput,
  runId: string,
  { quiet = false } = {},
): Promise<number> {
  const output = quiet ? "none" : outputOf(input);
  const contradicting = [
    ...Object.keys({ ...experimentOptions, ...urlOptions }),
    ...ofABeginning,
  ].filter((name) => input.values[name] !== undefined || input.switches.has(name));
  if (contradicting.length > 0) {
    throw new UsageError(
      `--resume: the plan is in the run; expected no ${contradicting.map((name) => `--${name}`).join(", ")}${contradicting.includes("baseline") ? "; compare when it is complete: pnpm bench compare" : ""}`,
    );
  }
  const store = createRunStore(resultsDirectory(input.values["out"]));
  const record = await store.read(runId);
  const { plan } = record;
  if (plan.experiment.variants.some((key) => key.includes("@"))) {
    throw new UsageError(
      `--resume: ${record.runId} is a run of bench ab, whose revisions are checked out for one run only; start it again`,
    );
  }
  const done = new Set(record.windows.map((window) => window.planned.windowId));
  // Not by what is left: a run that was killed just before a decision between rounds has it still to make.
  if (record.stop !== null) {
    say(`run ${record.runId} is complete: nothing is left to measure`);
    return publishRun(store, record.runId, output);
  }
  const force = input.switches.has("force");
  const fingerprint = readFingerprint();
  if (!force) refuseChanges(differingParts(record.fingerprint, fingerprint));
  const { selected, chosen } = await chooseAgain(record);
  try {
    const engine = await describeEngine(chosen);
    if (!force) refuseChanges(differingEngine(record.engine, engine));
    const { journal } = await store.reopen(record.runId);
    await using _ = journal;
    await journal.append({
      type: "resumed",
      at: new Date().toISOString(),
      fingerprint,
      engine,
    });
    say(`resuming ${record.runId}: ${done.size} windows are on disk`);
    return await hold({
      output,
      store,
      journal,
      head: { ...headOf(record), engine },
      force,
      out: input.values["out"],
      selected,
      chosen,
      earlier: { windows: record.windows, wallSeconds: record.wallSeconds ?? spentOn(record) },
    });
  } finally {
    await chosen.driver.close();
    await chosen.calibrating?.close();
  }
}

/** A part that was killed has no end in the journal: what its windows should have taken, seconds. */
function spentOn({ plan, windows }: RunRecord): number {
  const done = new Set(windows.map((window) => window.planned.windowId));
  const held = plan.sittings.filter((sitting) =>
    sitting.windows.some((window) => done.has(window.windowId)),
  );
  return estimateSittings(plan.experiment, held);
}

async function chooseAgain(
  record: RunRecord,
): Promise<{ selected: Selected[]; chosen: ChosenDriver }> {
  const { driver, variants } = record.plan.experiment;
  const choice = driverChoices.find((one) => one === driver);
  if (!startsServers(record) || choice === undefined) {
    return await findServersAgain(variants, {
      allowRemote: record.arguments.includes("--allow-remote"),
      pin: record.arguments.includes("--pin"),
    });
  }
  return { selected: await chooseStacksAgain(record), chosen: await chooseDriver(choice) };
}

/** The plan's variants: those of the repository by their names, others by the folders that they were read from. */
async function chooseStacksAgain({ plan, stackFolders }: RunRecord): Promise<Selected[]> {
  const { variants } = plan.experiment;
  const folders = stackFolders ?? [];
  const outside = folders.length > 0 ? await chooseVariants(folders.join(",")) : [];
  const known = new Set(outside.map(({ variant }) => variantKey(variant)));
  const others = variants.filter((key) => !known.has(key));
  const inside = others.length > 0 ? await chooseVariants(others.join(",")) : [];
  const selected = [...outside, ...inside].filter(({ variant }) =>
    variants.includes(variantKey(variant)),
  );
  const missing = variants.filter(
    (key) => !selected.some(({ variant }) => variantKey(variant) === key),
  );
  if (missing.length > 0) {
    throw new UsageError(
      `--resume: expected the variants of the run, got none called ${missing.join(", ")}; was its folder moved or its stack.json changed?`,
    );
  }
  return selected;
}

function headOf(record: RunRecord): RunHead {
  const {
    outcome: _,
    wallSeconds: _w,
    resumedAt: _r,
    changes: _c,
    stop: _s,
    windows: _n,
    sittings: _t,
    ...head
  } = record;
  return head;
}
