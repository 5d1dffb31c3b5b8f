import { createHash } from "node:crypto";
import { quoteWord } from "@stackbench/report";
import { columnsOf, describePlan, watchInterrupts, Progress, say } from "@stackbench/terminal";
import {
  differingImages,
  settingsText,
  totalWorkers,
  variantKey,
  type Calibration,
  type ClosedLoopThroughput,
  type DriverTraits,
  type Engine,
  type Experiment,
  type Journal,
  type JournalEntry,
  type Plan,
  type RunHead,
  type Question,
  type RunStore,
  type Sources,
  type Variant,
  type VariantInfo,
  type WindowRecord,
  type Selected,
} from "@stackbench/model";
import { assemblePlan } from "@stackbench/plan";
import { carryOut, newRunId } from "@stackbench/runner";
import type { ChosenDriver } from "./choose-driver.ts";
import { readFingerprint } from "./fingerprint.ts";
import { LivePage } from "./live/live-page.ts";
import { resultsDirectory } from "./places.ts";
import { provisional } from "./provisional.ts";
import { publishRun, type Conclude, type Concluded, type PublishedRun } from "./publish-run.ts";
import { refuseChanges } from "./refuse-changes.ts";
import { cleanLeftovers, wirePorts } from "./wiring.ts";

/** All that a run is made of. */
export interface RunTask<Told extends Concluded | undefined> {
  selected: readonly Selected[];
  experiment: Experiment;
  chosen: ChosenDriver;
  seed: number;
  store: RunStore;
  /** The command line, for the record. */
  arguments: readonly string[];
  /** A comparison of stacks unless said otherwise. */
  question?: Question;
  sources?: Sources;
  /** As given, where runs are kept elsewhere than by default. */
  out?: string | undefined;
  /** Where the parts of a sitting are on machines of their own. */
  network?: RunHead["network"];
  /** Where it was asked for and found. */
  calibration?: Calibration | null;
  /** Where a rate was given as a share of it. */
  closedLoopThroughput?: ClosedLoopThroughput;
  /** What the run's artefacts say beyond its rows. */
  conclude: Conclude<Told>;
  /** The port where the run's page is served as it goes on, 0 for a free one; absent for none. */
  live?: number | undefined;
}

/** A run that has ended, or was interrupted. */
export interface HeldRun<
  Told extends Concluded | undefined = Concluded | undefined,
> extends PublishedRun<Told> {
  /** What to tell whoever interrupted it: how to go on; null where it ended by itself. */
  interrupted: string | null;
}

/** Holds a run from its plan to its artefacts. Throws HostError; what a run had before that is on disk. */
export async function holdRun<Told extends Concluded | undefined>(
  task: RunTask<Told>,
): Promise<HeldRun<Told>> {
  const head = makeHead(task, await describeEngine(task.chosen), task.chosen.driver.traits);
  await using journal = await task.store.create(head.runId);
  await journal.append({ type: "head", head });
  const earlier = { windows: [], wallSeconds: 0 };
  return await holdPart({ ...task, journal, head, earlier });
}

/** What a part of a run needs, be it the first or a resumed one. */
interface RunPart<Told extends Concluded | undefined> extends Pick<
  RunTask<Told>,
  "out" | "store" | "selected" | "chosen" | "conclude" | "live"
> {
  journal: Journal;
  head: RunHead;
  /** What a later part was asked for by: the run's id, or a path of it. */
  resumed?: string;
  /** Whether a later part may have other images than the first. */
  force?: boolean;
  /** What is on disk from earlier parts, and how long they measured. */
  earlier: { windows: readonly WindowRecord[]; wallSeconds: number };
}

/** Carries out what is left of a plan, journals it, and writes the run's artefacts. */
export async function holdPart<Told extends Concluded | undefined>(
  part: RunPart<Told>,
): Promise<HeldRun<Told>> {
  const { store, journal, head, selected, chosen, earlier } = part;
  const done = new Set(earlier.windows.map((window) => window.planned.windowId));
  using progress = new Progress(process.stderr, head.plan, {
    earlier: earlier.windows,
    spentSeconds: earlier.wallSeconds,
  });
  using interrupts = watchInterrupts((line) => progress.say(line));
  const ports = wirePorts(chosen.driver);
  for (const line of await cleanLeftovers(ports)) progress.say(`cleaned up: ${line}`);
  progress.say(`\nrun ${head.runId}`);
  const behind = { doneWindowIds: done, spentSeconds: earlier.wallSeconds };
  progress.say(describePlan(head, behind, columnsOf("stderr")));
  await using live = await openLive(part, (line) => progress.say(line));

  const started = performance.now();
  let outcome: "complete" | "interrupted" = "complete";
  let failure: unknown;
  try {
    const events = carryOut(
      {
        head,
        variants: new Map(selected.map((entry) => [variantKey(entry.variant), entry])),
        doneWindows: earlier.windows,
        spentSeconds: earlier.wallSeconds,
        signal: interrupts.signal,
        onLive: (reading) => progress.onLive(reading),
        onMessage: (message) => progress.onMessage(message),
      },
      ports,
    );
    for await (const event of events) {
      if (event.type === "journal") {
        if (part.force !== true) refuseOtherImages(head, event.entry);
        await journal.append(event.entry);
      }
      progress.onEvent(event);
      if (event.type === "looked") {
        const record = await store.read(head.runId);
        progress.onLook(provisional(record, event.round, part.conclude));
      }
      await live?.onEvent(event);
    }
  } catch (error) {
    outcome = "interrupted";
    if (!interrupts.signal.aborted) failure = error;
  }
  progress.end();
  const wallSeconds = (performance.now() - started) / 1000;
  try {
    await journal.append({ type: "ended", at: new Date().toISOString(), outcome, wallSeconds });
  } catch (error) {
    // A disk that filled up is told once, by what met it first.
    failure ??= error;
  }
  if (failure !== undefined) {
    say(`\nstopped early; what was measured is safe: ${goOn(part)}\n`);
    throw failure;
  }
  const published = await publishRun(store, head.runId, part.conclude);
  const interrupted = outcome === "interrupted" ? `interrupted; ${goOn(part)}` : null;
  return { ...published, interrupted };
}

async function openLive(
  { live, out, head }: Pick<RunPart<undefined>, "live" | "out" | "head">,
  tell: (line: string) => void,
): Promise<LivePage | undefined> {
  if (live === undefined) return undefined;
  const { measures } = head.plan.experiment;
  const directory = resultsDirectory(out);
  return await LivePage.open({ directory, runId: head.runId, port: live, measures, say: tell });
}

/** What was checked out for a run alone is gone with it. */
function goOn({
  head,
  out,
  resumed = head.runId,
}: Pick<RunPart<undefined>, "head" | "out" | "resumed">): string {
  if (head.sources?.from === "revisions") return "start it again to go on";
  const where = out === undefined ? "" : ` --out=${quoteWord(out)}`;
  return `go on with: pnpm bench run --resume ${quoteWord(resumed)}${where}`;
}

/** A stack that was prepared anew and came to other images than the part before had. */
function refuseOtherImages({ variants }: RunHead, entry: JournalEntry): void {
  if (entry.type !== "prepared") return;
  const { key, images } = entry.variant;
  const before = variants.find((info) => info.key === key)?.images ?? {};
  refuseChanges(differingImages(key, before, images));
}

export async function describeEngine({ driver, reason }: ChosenDriver): Promise<Engine> {
  return { ...(await driver.describe()), reason };
}

/** The head of a run that is about to begin. */
export function makeHead(
  task: Omit<RunTask<undefined>, "chosen" | "store" | "conclude">,
  engine: Engine,
  driverTraits: DriverTraits,
): RunHead {
  const now = new Date();
  const plan: Plan = assemblePlan(task.experiment, task.seed);
  return {
    schemaVersion: 1,
    contractVersion: 1,
    runId: newRunId(now),
    startedAt: now.toISOString(),
    arguments: [...task.arguments],
    question: task.question ?? { kind: "compare", details: {} },
    sources: task.sources ?? { from: "stacks", folders: [] },
    plan,
    engine,
    driverTraits,
    fingerprint: readFingerprint(),
    ...(task.network && { network: task.network }),
    variants: task.selected.map((entry) => variantInfo(entry, task.experiment)),
    calibration: task.calibration ?? null,
    ...(task.closedLoopThroughput && { closedLoopThroughput: task.closedLoopThroughput }),
  };
}

function variantInfo({ stack, variant }: Selected, experiment: Experiment): VariantInfo {
  return {
    key: variantKey(variant),
    stack: stack.id,
    variant: variant.id,
    title: stack.title,
    language: stack.language,
    server: variant.server,
    workers: totalWorkers({ ...variant, replicas: 1 }, experiment.cpus.server.length),
    threads: mostThreads(variant),
    replicas: variant.replicas,
    proxy: variant.proxy,
    protocol: variant.protocol,
    socket: variant.socket,
    ...(variant.tls !== "none" && { tls: variant.tls }),
    ...(variant.http2 && { http2: variant.http2 }),
    databaseDriver: stack.databaseDriver ?? null,
    settings: createHash("sha256").update(settingsText(variant)).digest("hex").slice(0, 12),
    versions: stack.versions,
    images: {},
    ...(variant.reached && { reached: variant.reached }),
  };
}

function mostThreads({ processGroups, threads }: Variant): number {
  const groups = Object.values(processGroups ?? {});
  return groups.length === 0 ? threads : Math.max(...groups.map((group) => group.threads));
}
