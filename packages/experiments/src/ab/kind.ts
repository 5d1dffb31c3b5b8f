import {
  contractWorkloads,
  UsageError,
  variantKey,
  type Experiment,
  type RunRecord,
  type Selected,
} from "@stackbench/model";
import {
  changePictures,
  cleanText,
  compareRevisions,
  renderCases,
  revisionsJson,
  type RevisionComparison,
} from "@stackbench/report";
import {
  chooseDriver,
  keepRunnable,
  repositoryRoot,
  supposedDriver,
  type ChosenDriver,
} from "@stackbench/session";
import {
  exitCodes,
  readChoice,
  say,
  watchInterrupts,
  type CommandInput,
} from "@stackbench/terminal";
import { z } from "zod";
import { closing } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { measurementOptions, runOptions } from "../measurement/options.ts";
import { refuseImpossibleLoad } from "../measurement/refuse-impossible-load.ts";
import { readRequest } from "../read-request.ts";
import { describeOutcome, type OutcomeTexts } from "./describe-outcome.ts";
import { findVariant, makeArms, type Arms } from "./make-arms.ts";
import { readRevision, type Revision } from "./read-revision.ts";
import { renderOutcomeMarkdown } from "./render-outcome.ts";
import { pruneWorktrees, Worktrees } from "./worktrees.ts";

const failChoices = ["slower", "unresolved"] as const;
type FailOn = (typeof failChoices)[number];

/** Did this change make a stack slower? */
export interface AbRequest extends ExperimentRequest {
  /** A stack or one variant of it, as given. */
  stack: string;
  /** A git ref or an image, as given; no head is the working tree. */
  base: string;
  head: string | undefined;
  failOn: FailOn;
}

interface FoundArms extends Found {
  /** Variant key of the base. */
  base: string;
}

// The arms are these three, and they are interleaved: that is what the command is for.
const { anchor: _anchor, order: _order, ...shared } = measurementOptions;

export const ab: ExperimentKind<AbRequest, FoundArms> = {
  name: "ab",
  command: {
    name: "ab",
    summary:
      "measure two revisions of a stack in the same rounds, with the base twice (exit code 3: slower)",
    options: {
      base: {
        value: "ref|image",
        help: "what to compare with: a git ref, or an image (image:name)",
      },
      head: { value: "ref|image", help: "what may be slower", default: "the working tree" },
      stack: { value: "id", help: "the stack, or one variant of it: fastify, fastify:cluster" },
      "fail-on": {
        value: "verdict",
        help: "slower, or unresolved (exit code 1 then) as well",
        default: "slower",
      },
      ...shared,
      protocol: { ...shared.protocol, default: "pr" },
      ...runOptions,
      markdown: { value: "file", help: "write the verdict as Markdown too, for a comment" },
    },
    examples: [
      "pnpm bench ab --base=main --stack=fastify",
      "pnpm bench ab --base=v1.2.0 --head=HEAD --stack=node-http:cluster --workload=hello,items --budget=10m",
      "pnpm bench ab --base=image:my-app:1.4 --head=image:my-app:1.5 --stack=fastify --markdown=ab.md",
    ],
  },
  read: readAb,
  find: findArms,
  experiment: abExperiment,
  conclude: concludeRevisions,
};

function readAb(input: CommandInput): AbRequest {
  const { base, head, stack, "fail-on": fail } = input.values;
  if (base === undefined) throw new UsageError("bench ab: expected --base=<git ref or image>");
  if (stack === undefined) throw new UsageError("bench ab: expected --stack=<id or id:variant>");
  const failOn = readChoice<FailOn>("fail-on", fail, failChoices, "slower");
  // The preset that was made for this, unless another is asked for.
  return { ...readRequest(input, "pr"), stack, base, head, failOn };
}

async function findArms(request: AbRequest): Promise<FoundArms> {
  const { stack, measurement, failOn } = request;
  // Bad values are told before anything is checked out.
  const variant = await findVariant(stack, repositoryRoot);
  const supposed = supposedDriver(measurement.driver);
  const draft = buildExperiment(measurement, { selected: [variant], driver: supposed });
  refuseImpossibleLoad(draft, supposed.traits);
  const base = await readRevision("base", request.base);
  const head = await readRevision("head", request.head);
  const isImage = base.kind === "image" || head.kind === "image";
  if (isImage && !supposed.traits.runsImages) {
    throw new UsageError("--driver=process: expected git refs, for an image needs --driver=docker");
  }
  for (const line of await pruneWorktrees()) say(`cleaned up: ${line}`);
  const chosen = await chooseDriver(isImage ? "docker" : measurement.driver);
  const owned = new AsyncDisposableStack();
  owned.use(closing(chosen));
  const worktrees = owned.use(new Worktrees());
  try {
    const { selected, keys } = await prepareArms(stack, { base, head }, chosen, worktrees);
    const labels = {
      variant: variantKey(selected[0]!.variant).replace("@base", ""),
      base: base.label,
      head: head.label,
    };
    return {
      selected,
      chosen,
      base: keys.base,
      sources: { from: "revisions" },
      question: { kind: ab.name, details: detailsSchema.parse({ arms: keys, labels, failOn }) },
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  } catch (error) {
    await owned.disposeAsync();
    throw error;
  }
}

async function prepareArms(
  stack: string,
  revisions: { base: Revision; head: Revision },
  { driver }: ChosenDriver,
  worktrees: Worktrees,
): Promise<Arms> {
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const task = { stack, ...revisions, driver, worktrees, signal, report: say };
  const arms = await makeArms(task);
  signal.throwIfAborted();
  if (keepRunnable(arms.selected, driver, say).length < arms.selected.length) {
    throw new UsageError(`the ${driver.name} driver can bring up only one of the revisions`);
  }
  return arms;
}

function abExperiment(
  { measurement }: AbRequest,
  { selected, chosen, base }: FoundArms,
): Experiment {
  const { driver } = chosen;
  const experiment = buildExperiment({ ...measurement, anchor: base }, { selected, driver });
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

/** What stands in a run's head. */
const detailsSchema = z.object({
  arms: z.strictObject({ base: z.string(), baseAgain: z.string(), head: z.string() }),
  labels: z.strictObject({ variant: z.string(), base: z.string(), head: z.string() }),
  failOn: z.enum(failChoices),
});

function concludeRevisions(record: RunRecord): Outcome {
  const { arms, labels, failOn } = detailsSchema.parse(record.question?.details);
  const comparison = compareRevisions(record, arms);
  const texts = describeOutcome(comparison, record, labels);
  const cases = comparison.cases.flatMap(({ head, control }) => [head, control]);
  return {
    code: codeOf(comparison, failOn),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      ...labels,
      ...revisionsJson(comparison),
      failures: texts.failures,
    },
    page: { sentences: [texts.headline, ...texts.cases], pictures: changePictures(cases) },
    table: (options) => {
      const table = cases.length > 0 ? `\n${renderCases(cases, options)}` : "";
      return `${cleanText(paragraphOf(texts))}\n${table}`;
    },
    markdown: renderOutcomeMarkdown(texts, cases, record),
  };
}

function paragraphOf({ headline, cases, advice, failures }: OutcomeTexts): string {
  return [headline, ...cases, ...(advice === null ? [] : [advice]), ...failures].join("\n");
}

function codeOf({ outcome, cases }: RevisionComparison, failOn: FailOn): number {
  // A workload that fails does not hide that another got slower, where the base is as fast as itself.
  if (outcome === "failed" && cases.some(isSlower)) return exitCodes.slower;
  if (outcome === "failed" || outcome === "untrustworthy") return exitCodes.failed;
  if (outcome === "slower") return exitCodes.slower;
  return outcome === "unresolved" && failOn === "unresolved" ? exitCodes.failed : exitCodes.ok;
}

function isSlower({ head, control }: RevisionComparison["cases"][number]): boolean {
  return (
    head.verdict === "slower" && (control.verdict === "tie" || control.verdict === "unresolved")
  );
}
