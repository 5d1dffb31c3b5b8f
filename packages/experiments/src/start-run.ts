import {
  type CommandInput,
  exitCodes,
  weightiest,
  readChoice,
  readInteger,
  say,
  showJson,
} from "@stackbench/terminal";
import {
  chooseDriver,
  driverChoices,
  supposedDriver,
  chooseVariants,
  keepRunnable,
  expectOutputs,
  findRecord,
  describeEngine,
  holdRun,
  makeHead,
  resultsDirectory,
  outputOf,
} from "@stackbench/session";
import { randomInt } from "node:crypto";
import { UsageError, type Selected } from "@stackbench/model";
import { assemblePlan } from "@stackbench/plan";
import { createRunStore } from "@stackbench/store";
import { buildExperiment, type KnownDriver } from "./build-experiment.ts";
import { compareWithBaseline } from "./compare-with-baseline.ts";
import { findLimits } from "./find-limits.ts";
import { needsCeilings } from "./read-levels.ts";
import { refuseBaseline } from "./refuse-baseline.ts";
import { refuseImpossibleLoad } from "./refuse-impossible-load.ts";
import { findServers } from "./url/find-servers.ts";

/** `bench run`: from arguments to a table. Gives the exit code. `quiet` leaves stdout to the caller. */
export async function startRun(given: CommandInput, { quiet = false } = {}): Promise<number> {
  if (given.switches.has("force") && given.values["baseline"] === undefined) {
    throw new UsageError("--force: expected --baseline= with it, got none");
  }
  if (!given.switches.has("dry-run")) await expectOutputs(given.values);
  const servers = await findServers(given);
  const input = servers?.input ?? given;
  const { values, switches } = input;
  const choice = readChoice("driver", values["driver"], driverChoices, "auto");
  const selected = servers?.selected ?? (await chooseVariants(values["stack"]));
  const build = (entries: readonly Selected[], driver: KnownDriver) => {
    const experiment = buildExperiment(input, entries, driver);
    return servers?.adapt(experiment) ?? experiment;
  };
  // Bad values are told before an engine is looked for.
  const supposed = servers?.chosen.driver ?? supposedDriver(choice);
  refuseImpossibleLoad(build(selected, supposed), supposed.traits);
  const store = createRunStore(resultsDirectory(values["out"]));
  const baseline =
    values["baseline"] === undefined
      ? undefined
      : await findRecord(values["baseline"], values["out"]);
  const seed = readInteger("seed", values["seed"], randomInt(2 ** 31), {
    min: 0,
    max: 2 ** 31 - 1,
  });
  const quickFor = values["stack"] === undefined ? selected.map(({ stack }) => stack) : undefined;
  const chosen = servers?.chosen ?? (await chooseDriver(choice, quickFor));
  try {
    const runnable = keepRunnable(selected, chosen.driver, say);
    const experiment = build(runnable, chosen.driver);
    const force = switches.has("force");
    if (baseline !== undefined) {
      const order = { selected: runnable, experiment, seed, arguments: input.raw };
      const unknown = { calibration: null, ceilings: [] };
      const head = makeHead(
        { ...order, ...unknown },
        await describeEngine(chosen),
        chosen.driver.traits,
      );
      refuseBaseline(baseline, { head, areCasesKnown: !needsCeilings(input), force });
    }
    if (switches.has("dry-run")) {
      showJson(assemblePlan(experiment, seed), 2);
      return exitCodes.ok;
    }
    const known = await findLimits(input, runnable, chosen, seed, servers?.adapt);
    const output = quiet ? "none" : outputOf(input);
    // With a baseline the one JSON object is the comparison's.
    const hidden = baseline !== undefined && output === "json";
    const { code, record } = await holdRun({
      selected: runnable,
      chosen,
      seed,
      store,
      arguments: input.raw,
      out: values["out"],
      output: hidden ? "none" : output,
      ...known,
    });
    if (baseline === undefined || code === exitCodes.interrupted) return code;
    // What got slower is told by its code though a row failed, and the other way round: neither hides the other from 0.
    return weightiest([code, await compareWithBaseline(record, baseline, { output, force })]);
  } finally {
    await chosen.driver.close();
    await chosen.calibrating?.close();
  }
}
