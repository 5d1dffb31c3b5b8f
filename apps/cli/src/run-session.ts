import { randomInt } from "node:crypto";
import type { Selected } from "@stackbench/catalog";
import {
  UsageError,
  variantKey,
  workerCount,
  type Engine,
  type Experiment,
  type Journal,
  type Plan,
  type RunHead,
  type RunStore,
  type VariantInfo,
} from "@stackbench/model";
import { assemblePlan, remainingSittings } from "@stackbench/plan";
import { buildSpec, carryOut, type RunPorts } from "@stackbench/runner";
import { createRunStore } from "@stackbench/store";
import { buildExperiment } from "./build-experiment.ts";
import { chooseDriver, driverChoices, type ChosenDriver } from "./choose-driver.ts";
import { chooseVariants, keepRunnable } from "./choose-variants.ts";
import type { CommandInput } from "./command.ts";
import { describePlan } from "./describe-plan.ts";
import { experimentOptions } from "./experiment-options.ts";
import { exitCodes } from "./exit-codes.ts";
import { readFingerprint } from "./fingerprint.ts";
import { watchInterrupts } from "./interrupt.ts";
import { resultsDirectory } from "./places.ts";
import { Progress } from "./progress.ts";
import { outputOf, publishRun, type RunOutput } from "./publish-run.ts";
import { readChoice, readInteger } from "./read-option.ts";
import { newRunId } from "./run-id.ts";
import { cleanLeftovers, wirePorts } from "./wiring.ts";
import { say } from "./say.ts";

/** `bench run`: from arguments to a table. Gives the exit code. `quiet` leaves stdout to the caller. */
export async function startRun(input: CommandInput, { quiet = false } = {}): Promise<number> {
  const choice = readChoice("driver", input.values["driver"], driverChoices, "auto");
  const selected = await chooseVariants(input.values["stack"]);
  // Bad values are told before an engine is looked for.
  buildExperiment(input, selected, choice === "process" ? "process" : "docker");
  const chosen = await chooseDriver(
    choice,
    input.values["stack"] === undefined ? selected.map(({ stack }) => stack) : undefined,
  );
  try {
    const runnable = keepRunnable(selected, chosen.driver, say);
    const experiment = buildExperiment(input, runnable, chosen.driver.name);
    const seed = readInteger("seed", input.values["seed"], randomInt(2 ** 31), {
      min: 0,
      max: 2 ** 31 - 1,
    });
    const plan = assemblePlan(experiment, seed);
    refuseImpossibleLoad(plan, wirePorts(chosen.driver));
    if (input.switches.has("dry-run")) {
      process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
      return exitCodes.ok;
    }
    const engine = await describeEngine(chosen);
    const head = makeHead(input, plan, engine, runnable);
    const store = createRunStore(resultsDirectory(input.values["out"]));
    await using journal = await store.create(head.runId);
    await journal.append({ type: "head", head });
    return await hold({
      output: quiet ? "none" : outputOf(input),
      store,
      journal,
      head,
      selected: runnable,
      chosen,
      done: new Set(),
    });
  } finally {
    await chosen.driver.close();
  }
}

/** `bench run --resume`: the same plan and seed, without what is on disk already. */
export async function resumeRun(input: CommandInput, runId: string): Promise<number> {
  const contradicting = Object.keys(experimentOptions).filter(
    (name) => input.values[name] !== undefined || input.switches.has(name),
  );
  if (contradicting.length > 0) {
    throw new UsageError(
      `--resume: the plan is in the run; expected no ${contradicting.map((name) => `--${name}`).join(", ")}`,
    );
  }
  const store = createRunStore(resultsDirectory(input.values["out"]));
  const record = await store.read(runId);
  const { plan } = record;
  const done = new Set(record.windows.map((window) => window.planned.windowId));
  if (remainingSittings(plan, done).length === 0) {
    say(`run ${record.runId} is complete: nothing is left to measure`);
    return publishRun(store, record.runId, outputOf(input));
  }
  const selected = await chooseVariants(plan.experiment.variants.join(","));
  const chosen = await chooseDriver(plan.experiment.driver);
  try {
    const engine = await describeEngine(chosen);
    const { journal } = await store.reopen(record.runId);
    await using _ = journal;
    await journal.append({
      type: "resumed",
      at: new Date().toISOString(),
      fingerprint: readFingerprint(),
    });
    say(`resuming ${record.runId}: ${done.size} windows are on disk`);
    const head = { ...headOf(record), engine };
    return await hold({
      output: outputOf(input),
      store,
      journal,
      head,
      selected,
      chosen,
      done,
    });
  } finally {
    await chosen.driver.close();
  }
}

interface Session {
  output: RunOutput;
  store: RunStore;
  journal: Journal;
  head: RunHead;
  selected: readonly Selected[];
  chosen: ChosenDriver;
  done: ReadonlySet<string>;
}

async function hold(session: Session): Promise<number> {
  const { output, store, journal, head, selected, chosen, done } = session;
  const progress = new Progress(process.stderr, head.plan, done);
  using interrupts = watchInterrupts((line) => progress.say(line));
  const ports = wirePorts(chosen.driver);
  for (const line of await cleanLeftovers(ports)) progress.say(`cleaned up: ${line}`);
  progress.say(`\nrun ${head.runId}`);
  progress.say(
    describePlan({ ...head.plan, sittings: remainingSittings(head.plan, done) }, head.engine),
  );

  const started = performance.now();
  let outcome: "complete" | "interrupted" = "complete";
  let failure: unknown;
  try {
    const events = carryOut(
      {
        head,
        variants: new Map(selected.map((entry) => [variantKey(entry.variant), entry])),
        doneWindowIds: done,
        signal: interrupts.signal,
        onLive: (reading) => progress.onLive(reading),
        onMessage: (message) => progress.onMessage(message),
      },
      ports,
    );
    for await (const event of events) {
      if (event.type === "journal") await journal.append(event.entry);
      progress.onEvent(event);
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
    say(`\nstopped early; what was measured is safe: pnpm bench run --resume ${head.runId}\n`);
    throw failure;
  }
  const code = await publishRun(store, head.runId, output);
  if (outcome === "interrupted") {
    say(`\ninterrupted; go on with: pnpm bench run --resume ${head.runId}`);
    return exitCodes.interrupted;
  }
  return code;
}

/** A target for specs that are only asked about. */
const anywhere = { host: "127.0.0.1", port: 80 };

/** A generator that cannot send what is planned is told before anything starts. */
function refuseImpossibleLoad(plan: Plan, ports: RunPorts): void {
  const { experiment } = plan;
  for (const id of experiment.generators) {
    for (const workload of experiment.workloads) {
      for (const level of experiment.levels) {
        const spec = buildSpec(experiment, { workload, level, seed: 0 }, anywhere);
        const reason = ports.generator(id).refuses(spec);
        if (reason !== undefined) throw new UsageError(`--generator=${id}: ${reason}`);
      }
    }
  }
}

async function describeEngine({ driver, reason }: ChosenDriver): Promise<Engine> {
  return { ...(await driver.describe()), reason };
}

function makeHead(
  input: CommandInput,
  plan: Plan,
  engine: Engine,
  selected: readonly Selected[],
): RunHead {
  const now = new Date();
  return {
    schemaVersion: 1,
    contractVersion: 1,
    runId: newRunId(now),
    startedAt: now.toISOString(),
    arguments: [...input.raw],
    plan,
    engine,
    fingerprint: readFingerprint(),
    variants: selected.map((entry) => variantInfo(entry, plan.experiment)),
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
    workers: workerCount(variant, experiment.cpus.server.length),
    threads: variant.threads,
    proxy: variant.proxy,
    protocol: variant.protocol,
    socket: variant.socket,
    databaseDriver: stack.databaseDriver ?? null,
    versions: stack.versions,
    images: {},
  };
}

function headOf(record: RunHead): RunHead {
  const { schemaVersion, contractVersion, runId, startedAt, plan, engine, fingerprint } = record;
  const { arguments: given, variants } = record;
  return {
    schemaVersion,
    contractVersion,
    runId,
    startedAt,
    arguments: given,
    plan,
    engine,
    fingerprint,
    variants,
  };
}
