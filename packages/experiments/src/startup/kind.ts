import { UsageError, type Experiment, type RunRecord } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { codeOfRows, readList, readSeconds, type CommandInput } from "@stackbench/terminal";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import { heldOptions, markdownOption, planOption, runOptions } from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { describeStart } from "./describe-start.ts";
import { showFindings } from "../findings.ts";
import { tellStarts } from "./tell-starts.ts";
import { startsOf } from "./starts.ts";
import { startPictures } from "./start-pictures.ts";

/** How long does a stack take from its start to its first right answer, and what does it use while nobody asks? */
export interface StartupRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
}

// No load is sent: nothing of it can be asked for. Every start is one round's, and none stops early.
const shared = heldOptions(
  "protocol",
  "connections",
  "rate",
  "arrivals",
  "duration",
  "warmup",
  "windows",
  "order",
  "generator",
  "cross-check",
  "threads",
  "no-keep-alive",
  "timeout",
);
const { "no-calibration": _calibration, ...outputOptions } = runOptions;

const defaults = { rounds: "10", idle: "3s" };

export const startup: ExperimentKind<StartupRequest> = {
  name: "startup",
  command: {
    ...listedKinds.startup,
    options: {
      stack: {
        value: "ids",
        help: "what to start: ids, id:variant, globs, folders; all of them in the same rounds",
      },
      ...shared,
      workload: { value: "name", help: "what the first request asks for", default: "hello" },
      rounds: {
        value: "n",
        help: "starts of each variant; intervals need six",
        default: defaults.rounds,
      },
      idle: {
        value: "time",
        help: "how long nobody asks after the first answer, while CPU and memory are read",
        default: defaults.idle,
      },
      ...planOption,
      ...outputOptions,
      ...markdownOption("the answer"),
    },
    examples: [
      "pnpm bench startup --stack=node-http:bare,wsgi:gunicorn",
      "pnpm bench startup --stack='fastify:*' --workload=items --rounds=20",
      "pnpm bench startup --stack=node-http:bare --driver=process --idle=10s",
    ],
  },
  read: readStartup,
  find: async ({ stacks, measurement }): Promise<Found> => ({
    ...(await findStacks(stacks, measurement)),
    question: { kind: startup.name, details: {} },
  }),
  experiment: ({ measurement, stacks }, { selected, chosen }) =>
    ofStarts(
      buildExperiment(measurement, { selected, driver: chosen.driver, first: firstOf(stacks) }),
    ),
  conclude: concludeStarts,
  showDry: showPlan,
};

function readStartup(input: CommandInput): StartupRequest {
  const { stack, idle = defaults.idle } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench startup: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  const request = readRequest({
    ...input,
    values: {
      rounds: defaults.rounds,
      ...input.values,
      order: "interleaved",
      connections: "1",
      warmup: "0",
      duration: readIdle(idle),
    },
  });
  const { workloads = ["hello"] } = request.measurement;
  if (workloads.length !== 1) {
    throw new UsageError(
      `--workload: expected one, for a start has one first request; got ${workloads.join(",")}`,
    );
  }
  // Nothing is generated, so that no generator has a limit.
  return {
    ...request,
    measurement: { ...request.measurement, isCalibrated: false },
    stacks: stack,
  };
}

/** As the length of a window is given. Throws UsageError in this option's name. */
function readIdle(text: string): string {
  readSeconds("idle", text, 3, { min: 0.5, max: 600 });
  return text;
}

/** The variant that is named first is the anchor: of a folder, its last part. */
function firstOf(stacks: string): string {
  const [first = ""] = readList(stacks);
  return first.split("/").at(-1) ?? first;
}

function ofStarts(experiment: Experiment): Experiment {
  return { ...fixedRounds(experiment), measures: "start" };
}

function concludeStarts(record: RunRecord, table: Table): Outcome {
  const starts = startsOf(record, table);
  return {
    code: codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      starts: starts.map((start) => ({ ...start, answer: describeStart(start) })),
    },
    ...showFindings(tellStarts(starts), startPictures(starts)),
  };
}
