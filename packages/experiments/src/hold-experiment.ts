import { randomInt } from "node:crypto";
import type { RunHead } from "@stackbench/model";
import { describeEngine, expectOutputs, holdRun, makeHead, runStore } from "@stackbench/session";
import { exitCodes, say, weightiest } from "@stackbench/terminal";
import { findLimits } from "./find-limits.ts";
import type { ExperimentKind, ExperimentRequest, Found } from "./kind.ts";
import { refuseImpossibleLoad } from "./measurement/refuse-impossible-load.ts";
import { showOutcome } from "./show-outcome.ts";

/** From a request to what it is concluded from it. Gives the exit code. Throws UsageError and HostError. */
export async function holdExperiment<Request extends ExperimentRequest, Finding extends Found>(
  kind: ExperimentKind<Request, Finding>,
  request: Request,
): Promise<number> {
  if (!request.isDryRun) await expectOutputs({ out: request.out, markdown: request.markdown });
  await using found = await kind.find(request);
  const { selected, chosen } = found;
  const { measurement } = request;
  const seed = measurement.seed ?? randomInt(2 ** 31);
  const experiment = kind.experiment(request, found);
  refuseImpossibleLoad(experiment, chosen.driver.traits);
  const task = { ...found, seed, experiment, arguments: wordsOf(kind, request) };
  const headOf = async (): Promise<RunHead> =>
    makeHead(task, await describeEngine(chosen), chosen.driver.traits);
  await kind.refuse?.(request, found, headOf);
  if (request.isDryRun) {
    await kind.showDry?.(request, found, headOf);
    return exitCodes.ok;
  }
  const known = await findLimits(measurement, {
    selected,
    experiment,
    chosen,
    seed,
    settle: kind.settle?.(request),
  });
  const { record, table, paths, interrupted } = await holdRun({
    ...task,
    ...known,
    store: runStore(request.out),
    out: request.out,
  });
  const isTold = interrupted === null || kind.tellsPartially === true;
  const beside = interrupted === null ? kind.beside?.(request, found) : undefined;
  const outcome = isTold ? kind.conclude(record, table) : undefined;
  // With something beside it the one JSON object is that one's.
  const isSilent = beside !== undefined && request.output === "json";
  if (outcome && !isSilent) await showOutcome(outcome, { ...request, paths });
  if (interrupted !== null) {
    say(`\n${interrupted}`);
    return exitCodes.interrupted;
  }
  // What got slower is told by its code though a row failed, and the other way round: neither hides the other from 0.
  return weightiest([outcome!.code, (await beside?.(record)) ?? exitCodes.ok]);
}

/** The command line as given, without the program; a plain run needs no command. */
function wordsOf(
  { name, command }: Pick<ExperimentKind, "name" | "command">,
  { words }: ExperimentRequest,
): string[] {
  return name === "compare" ? [...words] : [command.name, ...words];
}
