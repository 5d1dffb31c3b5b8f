import { randomInt } from "node:crypto";
import type { Driver, RunHead } from "@stackbench/model";
import {
  describeEngine,
  expectOutputs,
  holdRun,
  makeHead,
  refuseLoadNodes,
  refuseTuningElsewhere,
  runStore,
  type HeldRun,
  type RunTask,
} from "@stackbench/session";
import { exitCodes, say, weightiest } from "@stackbench/terminal";
import { concludeHeld } from "./conclude-held.ts";
import { findLimits } from "./find-limits.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "./kind.ts";
import { fixedRounds } from "./measurement/fixed-rounds.ts";
import { refuseImpossibleLoad } from "./measurement/refuse-impossible-load.ts";
import { showOutcome } from "./show-outcome.ts";

/** From a request to what it is concluded from it. Gives the exit code. Throws UsageError and HostError. */
export async function holdExperiment<Request extends ExperimentRequest, Finding extends Found>(
  kind: ExperimentKind<Request, Finding>,
  request: Request,
): Promise<number> {
  const { shown, markdown } = request;
  if (!request.isDryRun) await expectOutputs({ out: request.out, markdown, output: shown.output });
  await using found = await kind.find(request);
  const { chosen } = found;
  const placed = placedOn(request, chosen.driver);
  const seed = request.measurement.seed ?? randomInt(2 ** 31);
  const experiment = kind.experiment(placed, found);
  refuseImpossibleLoad(experiment, chosen.driver.traits, found.selected);
  const task = { ...found, seed, experiment, arguments: wordsOf(kind, request) };
  const headOf = async (): Promise<RunHead> =>
    makeHead(task, await describeEngine(chosen), chosen.driver.traits);
  await kind.refuse?.(request, found, headOf);
  if (request.isDryRun) {
    await kind.showDry?.(request, found, headOf);
    return exitCodes.ok;
  }
  const { record, table, outcome, paths, interrupted } = await holdTask(kind, placed, task);
  const beside = interrupted === null ? kind.beside?.(request, found) : undefined;
  // With something beside it the one JSON object is that one's.
  const isSilent = beside !== undefined && shown.format === "json";
  if (outcome && !isSilent) {
    await showOutcome({ record, table, outcome }, shown, { markdown, paths });
  }
  if (interrupted !== null) {
    say(`\n${interrupted}`);
    return exitCodes.interrupted;
  }
  // What got slower is told by its code though a row failed, and the other way round: neither hides the other from 0.
  return weightiest([outcome!.code, (await beside?.(record)) ?? exitCodes.ok]);
}

/**
 * The run of a request with all its rounds, and nothing shown yet: for whoever concludes from several runs together.
 * Throws UsageError and HostError.
 */
export async function holdWhole<Request extends ExperimentRequest, Finding extends Found>(
  kind: ExperimentKind<Request, Finding>,
  request: Request,
): Promise<HeldRun> {
  await using found = await kind.find(request);
  const placed = placedOn(request, found.chosen.driver);
  const experiment = fixedRounds(kind.experiment(placed, found));
  refuseImpossibleLoad(experiment, found.chosen.driver.traits, found.selected);
  const seed = request.measurement.seed ?? randomInt(2 ** 31);
  const task = { ...found, seed, experiment, arguments: wordsOf(kind, request) };
  return await holdTask(kind, placed, task);
}

/** On other machines the CPUs are theirs, all of them, whatever this one has; each that loads has as many threads as asked for. */
function placedOn<Request extends ExperimentRequest>(
  request: Request,
  driver: Pick<Driver, "elsewhere" | "machine">,
): Request {
  const { elsewhere } = driver;
  refuseLoadNodes(driver, request.measurement.loadNodes);
  refuseTuningElsewhere(driver, request.measurement.tuneHost);
  if (!elsewhere) return request;
  const { cpus, loadNodes } = elsewhere;
  const { loadNodes: _, ...measurement } = request.measurement;
  const generatorThreads = measurement.generatorThreads * loadNodes;
  return {
    ...request,
    measurement: {
      ...measurement,
      cpus,
      generatorThreads,
      ...(loadNodes > 1 && { loadNodes }),
    },
  };
}

/** Finds out what must be known before, and holds the run. */
async function holdTask<Request extends ExperimentRequest>(
  kind: Pick<ExperimentKind<Request>, "settle" | "conclude" | "tellsPartially">,
  request: Request,
  task: Omit<RunTask<undefined>, "store" | "out" | "conclude">,
): Promise<HeldRun<Outcome | undefined>> {
  const { measurement, out, live } = request;
  const known = await findLimits(measurement, { ...task, settle: kind.settle?.(request) });
  const conclude = concludeHeld(kind);
  return await holdRun({ ...task, ...known, store: runStore(out), out, live, conclude });
}

/** The command line as given, without the program; a plain run needs no command. */
function wordsOf(
  { name, command }: Pick<ExperimentKind, "name" | "command">,
  { words }: ExperimentRequest,
): string[] {
  return name === "compare" ? [...words] : [command.name, ...words];
}
