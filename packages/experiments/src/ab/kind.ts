import { UsageError, variantKey, type CustomRequest, type RunRecord } from "@stackbench/model";
import {
  changePictures,
  changeTables,
  cleanText,
  compareRevisions,
  paragraph,
  renderCases,
  revisionsJson,
  type ConsoleOptions,
  type RevisionComparison,
} from "@stackbench/report";
import type { ReadApp } from "@stackbench/session";
import { exitCodes, readChoice, type CommandInput } from "@stackbench/terminal";
import { z } from "zod";
import { askingFor } from "../asked/asking-for.ts";
import { readAskedOfApp, type AskedOfApp } from "../asked/read-asked-of-app.ts";
import { appRequestOptions } from "../asked/request-options.ts";
import { requestsOfApp } from "../asked/requests-of-app.ts";
import { unlearnt } from "../asked/unlearnt.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { measurementOptions, planOption, runOptions } from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import {
  findRevisions,
  revisionsExperiment,
  type RevisionsRequest,
} from "../revisions/find-revisions.ts";
import { withBaseTwice } from "../revisions/with-base-twice.ts";
import { showPlan } from "../show-plan.ts";
import { describeOutcome, type OutcomeTexts } from "./describe-outcome.ts";
import { learnArms } from "./learn-arms.ts";
import { renderOutcomeMarkdown } from "./render-outcome.ts";

const failChoices = ["slower", "unresolved"] as const;
type FailOn = (typeof failChoices)[number];

/** Did this change make a stack slower? */
export interface AbRequest extends ExperimentRequest, RevisionsRequest {
  asked: AskedOfApp;
  failOn: FailOn;
}

// The arms are these three, and they are interleaved: that is what the command is for.
const { anchor: _anchor, order: _order, ...shared } = measurementOptions;

interface FoundArms extends Found {
  /** What is asked of an app as it is; absent for a stack, of which the contract is asked. */
  customRequests?: CustomRequest[];
}

export const ab: ExperimentKind<AbRequest, FoundArms> = {
  name: "ab",
  command: {
    ...listedKinds.ab,
    options: {
      base: {
        value: "ref|image",
        help: "what to compare with: a git ref, or an image (image:name)",
      },
      head: { value: "ref|image", help: "what may be slower", default: "the working tree" },
      stack: {
        value: "id",
        help: "the stack, or one variant of it: fastify, fastify:cluster, or ./my-app in a repository of its own; without a stack.json in it an app as it is (docs/your-own-app.md)",
      },
      "fail-on": {
        value: "verdict",
        help: "slower, or unresolved (exit code 1 then) as well",
        default: "slower",
      },
      ...appRequestOptions,
      ...shared,
      protocol: { ...shared.protocol, default: "pr" },
      ...planOption,
      ...runOptions,
      markdown: { value: "file", help: "write the verdict as Markdown too, for a comment" },
    },
    examples: [
      "pnpm bench ab --base=main --stack=fastify",
      "pnpm bench ab --base=main --stack=./my-app --http=requests.http",
      "pnpm bench ab --base=main --stack=fastify --dry-run",
      "pnpm bench ab --base=v1.2.0 --head=HEAD --stack=node-http:cluster --workload=hello,items --budget=10m",
      "pnpm bench ab --base=image:my-app:1.4 --head=image:my-app:1.5 --stack=fastify --markdown=ab.md",
    ],
  },
  read: readAb,
  find: findArms,
  experiment: ({ measurement }, { customRequests, ...found }) => {
    const experiment = withBaseTwice(revisionsExperiment(measurement, found));
    return customRequests
      ? { ...experiment, ...askingFor(customRequests, experiment) }
      : experiment;
  },
  conclude: concludeRevisions,
  showDry: showPlan,
};

function readAb(input: CommandInput): AbRequest {
  const { base, head, stack, "fail-on": fail } = input.values;
  if (base === undefined)
    throw new UsageError(
      "bench ab: expected --base=<git ref or image>, such as --base=main, got none",
    );
  if (stack === undefined) throw new UsageError("bench ab: expected --stack=<id or id:variant>");
  const failOn = readChoice<FailOn>("fail-on", fail, failChoices, "slower");
  // The preset that was made for this, unless another is asked for.
  return { ...readRequest(input, "pr"), stack, base, head, asked: readAskedOfApp(input), failOn };
}

async function findArms(request: AbRequest): Promise<FoundArms> {
  const { labels, app, ...found } = await findRevisions(request, ["base", "base-again", "head"]);
  const [base, baseAgain, head] = found.selected.map(({ variant }) => variantKey(variant));
  const arms = { base, baseAgain, head };
  const details = detailsSchema.parse({ arms, labels, failOn: request.failOn });
  const question = { kind: ab.name, details };
  if (!app) return { ...found, question };
  try {
    return { ...found, question, customRequests: await requestsOf(found, app, request) };
  } catch (error) {
    await found[Symbol.asyncDispose]();
    throw error;
  }
}

/** Learnt from both, unless nothing is to be measured. */
async function requestsOf(
  found: Pick<Found, "selected" | "chosen">,
  app: ReadApp,
  request: AbRequest,
): Promise<CustomRequest[]> {
  if (!request.isDryRun) return await learnArms(found, app, request);
  const { directory } = app;
  return (await requestsOfApp({ ...request.asked, directory }, app)).map(unlearnt);
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
    page: {
      sentences: [texts.headline, ...texts.cases],
      pictures: changePictures(cases),
      ...changeTables(cases),
    },
    table: (options) => {
      const table = cases.length > 0 ? `\n${renderCases(cases, options)}` : "";
      return `${cleanText(paragraphsOf(texts, options))}\n${table}`;
    },
    markdown: renderOutcomeMarkdown(texts, cases, record),
  };
}

/** Failures stand as they are: their log has lines of its own. */
function paragraphsOf(
  { headline, cases, advice, failures }: OutcomeTexts,
  options: ConsoleOptions,
): string {
  const said = [headline, ...cases, ...(advice === null ? [] : [advice])];
  return [...said.map((text) => paragraph(text, options)), ...failures].join("\n");
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
