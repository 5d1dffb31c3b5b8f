import {
  type Command,
  type CommandInput,
  exitCodes,
  readChoice,
  readInteger,
  readList,
  say,
  consoleOptions,
  showJson,
  showTable,
} from "@stackbench/terminal";
import {
  chooseDriver,
  driverChoices,
  supposedDriver,
  chooseVariants,
  keepRunnable,
  expectOutputs,
  holdRun,
  resultsDirectory,
  outputOf,
} from "@stackbench/session";
import {
  buildExperiment,
  writeMarkdown,
  experimentOptions,
  findLimits,
  refuseImpossibleLoad,
} from "@stackbench/experiments";
import { randomInt } from "node:crypto";
import { UsageError, variantKey, type Selected } from "@stackbench/model";
import { factorIds, findFactorSteps, type FactorId, type FactorStep } from "@stackbench/plan";
import { compareFactors, factorsJson, renderCases, renderCasesMarkdown } from "@stackbench/report";
import { createRunStore } from "@stackbench/store";

// Which variants are measured, and against what, follows from the factors.
const { stack: _stack, anchor: _anchor, ...shared } = experimentOptions;

export const factors: Command = {
  name: "factors",
  summary: "what one factor costs or saves: variants that differ in nothing else, side by side",
  options: {
    stack: {
      value: "ids",
      help: "where to look for variants that differ in one factor: ids, id:variant, globs, folders",
    },
    vary: {
      value: "names",
      help: `which factors: ${factorIds.join(", ")}`,
      default: "all",
    },
    ...shared,
    "dry-run": { help: "tell which variants would be compared in what, and measure nothing" },
    "no-calibration": {
      help: "do not find out what the generator can do on these CPUs: nothing is then told about its limit",
    },
    json: { help: "stdout is one JSON object and nothing else" },
    markdown: { value: "file", help: "write the steps as a Markdown table too" },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "pnpm bench factors --stack=wsgi --vary=protocol,socket",
    "pnpm bench factors --stack='*:gunicorn' --vary=framework",
    "pnpm bench factors --stack=node-http,go-http --vary=proxy --workload=hello,items",
  ],
  run: runFactors,
};

async function runFactors(input: CommandInput): Promise<number> {
  const { values, switches } = input;
  if (values["stack"] === undefined) {
    throw new UsageError("bench factors: expected --stack=<ids>, such as --stack=wsgi");
  }
  const vary = readFactors(values["vary"]);
  const choice = readChoice("driver", values["driver"], driverChoices, "auto");
  const entries = await chooseVariants(values["stack"]);
  // Bad values are told before an engine is looked for.
  const asked = measured(entries, stepsAmong(entries, vary));
  const supposed = supposedDriver(choice);
  refuseImpossibleLoad(buildExperiment(input, asked, supposed), supposed.traits);
  if (!switches.has("dry-run")) await expectOutputs(values);
  const seed = readInteger("seed", values["seed"], randomInt(2 ** 31), {
    min: 0,
    max: 2 ** 31 - 1,
  });
  const chosen = await chooseDriver(choice);
  try {
    const runnable = keepRunnable(entries, chosen.driver, say);
    const steps = stepsAmong(runnable, vary);
    for (const step of steps) say(describeStep(step));
    if (switches.has("dry-run")) {
      // As of every other command: with --json stdout has one object, here what would be compared in what.
      if (switches.has("json")) showJson({ schemaVersion: 1, steps });
      return exitCodes.ok;
    }
    const selected = measured(runnable, steps);
    const { code, record } = await holdRun({
      selected,
      chosen,
      seed,
      store: createRunStore(resultsDirectory(values["out"])),
      arguments: ["factors", ...input.raw],
      output: "none",
      ...(await findLimits(input, selected, chosen, seed)),
    });
    if (code === exitCodes.interrupted) return code;
    const cases = compareFactors(record, steps);
    if (outputOf(input) === "json") {
      showJson({ schemaVersion: 1, runId: record.runId, cases: factorsJson(cases) });
    } else {
      showTable(`\n${renderCases(cases, consoleOptions())}`);
      say(`\nall variants: pnpm bench report ${record.runId}`);
    }
    if (values["markdown"] !== undefined) {
      await writeMarkdown(values["markdown"], renderCasesMarkdown(cases));
    }
    return code;
  } finally {
    await chosen.driver.close();
  }
}

function readFactors(text: string | undefined): FactorId[] {
  if (text === undefined || text === "all") return [...factorIds];
  const given = readList(text);
  if (given.length === 0) {
    throw new UsageError(`--vary: expected factors of ${factorIds.join(", ")}; got ""`);
  }
  return given.map((name) => readChoice("vary", name, factorIds, "framework"));
}

/** Throws UsageError where nothing differs in one of the factors alone. */
function stepsAmong(entries: readonly Selected[], vary: readonly FactorId[]): FactorStep[] {
  const steps = findFactorSteps(entries, vary);
  if (steps.length > 0) return steps;
  const keys = entries.map(({ variant }) => variantKey(variant)).join(", ");
  throw new UsageError(
    `--vary=${vary.join(",")}: expected at least two variants that differ in one of these and in nothing else; got ${keys}`,
  );
}

/** Only what some step starts from or leads to. */
function measured(entries: readonly Selected[], steps: readonly FactorStep[]): Selected[] {
  const keys = new Set(steps.flatMap(({ from, to }) => [from, to]));
  return entries.filter(({ variant }) => keys.has(variantKey(variant)));
}

function describeStep({ factor, from, to, fromValue, toValue }: FactorStep): string {
  return `${factor}: ${fromValue} → ${toValue} (${from} → ${to})`;
}
