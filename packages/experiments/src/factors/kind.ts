import {
  UsageError,
  variantKey,
  type Experiment,
  type RunRecord,
  type Selected,
} from "@stackbench/model";
import {
  factoredEntry,
  factorIds,
  findFactorSteps,
  type FactorId,
  type FactorStep,
} from "@stackbench/plan";
import {
  changePictures,
  changeTables,
  compareFactors,
  describeAllSteps,
  factorsJson,
  inMarkdown,
  joinMarkdown,
  paragraph,
  renderCases,
  renderCasesMarkdown,
  type Table,
} from "@stackbench/report";
import {
  codeOfRows,
  readChoice,
  readList,
  say,
  showJson,
  type CommandInput,
} from "@stackbench/terminal";
import { z } from "zod";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { measurementOptions, runOptions } from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { tellPlan } from "../show-plan.ts";

/** What does one factor cost or save? */
export interface FactorsRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
  vary: FactorId[];
}

interface FoundSteps extends Found {
  steps: FactorStep[];
}

// Which variants are measured, and against what, follows from the factors.
const { anchor: _anchor, ...shared } = measurementOptions;

export const factors: ExperimentKind<FactorsRequest, FoundSteps> = {
  name: "factors",
  command: {
    ...listedKinds.factors,
    options: {
      stack: {
        value: "ids",
        help: "where to look for variants that differ in one factor: ids, id:variant, globs, folders",
      },
      vary: { value: "names", help: `which factors: ${factorIds.join(", ")}`, default: "all" },
      ...shared,
      "dry-run": {
        help: "tell which variants would be compared in what, and measure nothing",
      },
      ...runOptions,
      markdown: { value: "file", help: "write the steps as a Markdown table too" },
    },
    examples: [
      "pnpm bench factors --stack=wsgi --vary=protocol,socket",
      "pnpm bench factors --stack='*:gunicorn' --vary=framework",
      "pnpm bench factors --stack=node-http,go-http --vary=proxy --workload=hello,items",
    ],
  },
  read: readFactorsRequest,
  find: findSteps,
  experiment: ({ measurement }, { selected, chosen, steps }): Experiment => ({
    ...buildExperiment(measurement, { selected, driver: chosen.driver }),
    pairs: steps.map(({ from, to }) => [from, to]),
  }),
  conclude: concludeSteps,
  // As of every other command: with --json stdout has one object, here what would be compared in what.
  showDry: async ({ shown }, { steps }, headOf) => {
    tellPlan(await headOf());
    if (shown.format === "json") showJson({ schemaVersion: 1, steps });
  },
};

function readFactorsRequest(input: CommandInput): FactorsRequest {
  const { stack, vary } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench factors: expected --stack=<ids>, such as --stack=wsgi");
  }
  return { ...readRequest(input), stacks: stack, vary: readFactors(vary) };
}

function readFactors(text: string | undefined): FactorId[] {
  if (text === undefined || text === "all") return [...factorIds];
  const given = readList(text);
  if (given.length === 0) {
    throw new UsageError(`--vary: expected factors of ${factorIds.join(", ")}; got ""`);
  }
  return given.map((name) => readChoice("vary", name, factorIds, "framework"));
}

async function findSteps({ stacks, vary, measurement }: FactorsRequest): Promise<FoundSteps> {
  const found = await findStacks(stacks, measurement);
  try {
    const steps = stepsAmong(found.selected, vary);
    for (const step of steps) say(describeStep(step));
    const question = { kind: factors.name, details: detailsSchema.parse({ steps }) };
    return { ...found, selected: measured(found.selected, steps), steps, question };
  } catch (error) {
    await found[Symbol.asyncDispose]();
    throw error;
  }
}

/** Throws UsageError where nothing differs in one of the factors alone. */
function stepsAmong(entries: readonly Selected[], vary: readonly FactorId[]): FactorStep[] {
  const steps = findFactorSteps(entries.map(factoredEntry), vary);
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

/** What stands in a run's head. */
const detailsSchema = z.object({
  steps: z.array(
    z.strictObject({
      factor: z.enum(factorIds),
      from: z.string(),
      to: z.string(),
      fromValue: z.string(),
      toValue: z.string(),
    }),
  ),
});

function concludeSteps(record: RunRecord, table: Table): Outcome {
  const { steps } = detailsSchema.parse(record.question?.details);
  const cases = compareFactors(record, steps);
  const answers = describeAllSteps(cases);
  const list = answers.map((answer) => inMarkdown`- ${answer}`);
  return {
    code: codeOfRows(table.rows),
    json: { schemaVersion: 1, runId: record.runId, answers, cases: factorsJson(cases) },
    page: { sentences: answers, pictures: changePictures(cases), ...changeTables(cases) },
    table: (options) =>
      [
        "",
        ...answers.map((answer) => paragraph(answer, options)),
        "",
        renderCases(cases, options),
      ].join("\n"),
    markdown: joinMarkdown([joinMarkdown(list, "\n"), renderCasesMarkdown(cases)], "\n\n"),
  };
}
