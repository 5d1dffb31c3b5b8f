import {
  differingEngine,
  differingParts,
  questionOf,
  sourcesOf,
  UsageError,
  startsServers,
  variantKey,
  type RunHead,
  type RunRecord,
} from "@stackbench/model";
import { estimateSittings } from "@stackbench/plan";
import {
  chooseDriver,
  driverChoices,
  describeEngine,
  expectOutputs,
  findRecord,
  holdPart,
  publishRun,
  readFingerprint,
  refuseChanges,
  runStore,
  type HeldRun,
} from "@stackbench/session";
import { exitCodes, say, type CommandInput } from "@stackbench/terminal";
import { concludeHeld } from "./conclude-held.ts";
import { closing, findStacksAgain } from "./find-stacks.ts";
import type { Found, Outcome } from "./kind.ts";
import { kindOf } from "./kinds.ts";
import { measurementOptions } from "./measurement/options.ts";
import { readLive } from "./measurement/read-live.ts";
import { readShown, type Shown } from "./read-shown.ts";
import { showOutcome } from "./show-outcome.ts";
import { askOverHttp2 } from "./url/ask-over-http2.ts";
import { findServersAgain } from "./url/find-servers.ts";
import { urlOptions } from "./url/url-options.ts";

/** What is decided before a run begins. Ignored in silence, a plan that is only to be shown would be carried out. */
const ofABeginning = ["dry-run", "no-calibration", "baseline", "slo"];

/** What `bench run --resume` is asked. */
export interface ResumeRequest {
  runId: string;
  /** As given, where runs are kept elsewhere than by default. */
  out: string | undefined;
  /** Goes on under other conditions too. */
  force: boolean;
  /** As of a run that begins. */
  live?: number | undefined;
}

/** The same, as a command that shows what it concludes. */
export interface ShownResume extends ResumeRequest {
  shown: Shown;
}

/** Throws UsageError for options that the plan has in it already. */
export function readResume(input: CommandInput, runId: string): ShownResume {
  // Where the engine is stands in no run: it is a name of somebody's machine.
  const { host: _, registry: __, ...planned } = measurementOptions;
  const contradicting = [
    "stack",
    ...Object.keys({ ...planned, ...urlOptions }),
    ...ofABeginning,
  ].filter((name) => input.values[name] !== undefined || input.switches.has(name));
  if (contradicting.length > 0) {
    throw new UsageError(
      `--resume: the plan is in the run; expected no ${contradicting.map((name) => `--${name}`).join(", ")}${contradicting.includes("baseline") ? "; compare when it is complete: pnpm bench compare" : ""}`,
    );
  }
  const { values, switches } = input;
  return {
    runId,
    out: values["out"],
    force: switches.has("force"),
    live: readLive(input),
    shown: readShown(input),
  };
}

/** `bench run --resume`: the same plan and seed, without what is on disk already, and the same conclusion. Gives the exit code. */
export async function resumeAndShow(request: ShownResume): Promise<number> {
  const { shown } = request;
  await expectOutputs({ out: request.out, output: shown.output });
  const { record, table, outcome, paths, interrupted } = await resumeRun(request);
  if (outcome) await showOutcome({ record, table, outcome }, shown, { paths });
  if (interrupted === null) return outcome!.code;
  say(`\n${interrupted}`);
  return exitCodes.interrupted;
}

/** Holds what is left of a run. Throws UsageError where it cannot be gone on with. */
export async function resumeRun({
  runId,
  out,
  force,
  live,
}: ResumeRequest): Promise<HeldRun<Outcome | undefined>> {
  const store = runStore(out);
  const record = await findRecord(runId, store);
  if (sourcesOf(record).from === "revisions") {
    throw new UsageError(
      `--resume: ${record.runId} compares revisions, which are checked out for one run only; start it again`,
    );
  }
  const done = new Set(record.windows.map((window) => window.planned.windowId));
  const conclude = concludeHeld(await kindOf(questionOf(record)));
  // Not by what is left: a run that was killed just before a decision between rounds has it still to make.
  if (record.stop !== null) {
    say(`run ${record.runId} is complete: nothing is left to measure`);
    return { ...(await publishRun(store, record.runId, conclude)), interrupted: null };
  }
  const fingerprint = readFingerprint();
  if (!force) refuseChanges(differingParts(record.fingerprint, fingerprint));
  await using found = await findAgain(record);
  const { selected, chosen } = found;
  const engine = await describeEngine(chosen);
  if (!force) refuseChanges(differingEngine(record.engine, engine));
  const { journal } = await store.reopen(record.runId);
  await using _ = journal;
  await journal.append({ type: "resumed", at: new Date().toISOString(), fingerprint, engine });
  say(`resuming ${record.runId}: ${done.size} windows are on disk`);
  return await holdPart({
    store,
    journal,
    head: { ...headOf(record), engine },
    resumed: runId,
    force,
    out,
    live,
    selected,
    chosen,
    conclude,
    earlier: { windows: record.windows, wallSeconds: record.wallSeconds ?? spentOn(record) },
  });
}

/** A part that was killed has no end in the journal: what its windows should have taken, seconds. */
function spentOn({ plan, windows }: RunRecord): number {
  const done = new Set(windows.map((window) => window.planned.windowId));
  const held = plan.sittings.filter((sitting) =>
    sitting.windows.some((window) => done.has(window.windowId)),
  );
  return estimateSittings(plan.experiment, held);
}

/** The plan's variants, from where they came from. Throws UsageError for what is not there any more. */
async function findAgain(
  record: RunRecord,
): Promise<Pick<Found, "selected" | "chosen"> & AsyncDisposable> {
  const { driver, variants, generators, loadNodes = 1 } = record.plan.experiment;
  const sources = sourcesOf(record);
  const choice = driverChoices.find((one) => one === driver);
  if (sources.from === "servers" || !startsServers(record) || choice === undefined) {
    const { allowRemote, pin, insecure, ca } = {
      allowRemote: false,
      pin: false,
      insecure: false,
      ca: undefined,
      ...sources,
    };
    const servers = await findServersAgain(variants, {
      allowRemote,
      pin,
      tls: { insecure, ca },
      overHttp2: askOverHttp2(generators),
    });
    return { ...servers, ...closing(servers.chosen) };
  }
  const folders = sources.from === "stacks" ? sources.folders : [];
  const kind = await kindOf(questionOf(record));
  const selected = (await kind.findAgain?.(record)) ?? (await findStacksAgain(variants, folders));
  const missing = variants.filter(
    (key) => !selected.some(({ variant }) => variantKey(variant) === key),
  );
  if (missing.length > 0) {
    throw new UsageError(
      `--resume: expected the variants of the run, got none called ${missing.join(", ")}; was its folder moved or its stack.json changed?`,
    );
  }
  // As many as it began on, also where a Swarm has more by now.
  const chosen = await chooseDriver(choice, undefined, loadNodes);
  return { selected, chosen, ...closing(chosen) };
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
