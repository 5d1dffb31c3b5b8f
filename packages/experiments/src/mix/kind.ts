import {
  experimentSchema,
  servedAmong,
  UsageError,
  variantKey,
  type Experiment,
  type Mix,
  type RunRecord,
  type Selected,
  type SloTerm,
} from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { codeOfRows, weightiest, type CommandInput } from "@stackbench/terminal";
import { z } from "zod";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import { needsClosedLoop } from "../measurement/levels.ts";
import {
  allRoundsOption,
  heldOptions,
  markdownOption,
  planOption,
  runOptions,
} from "../measurement/options.ts";
import { readSlo, sloOption } from "../measurement/read-slo.ts";
import { codeOfSlos, withSlo } from "../measurement/with-slo.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { describeMix } from "./describe-mix.ts";
import { mixesOf } from "./mixes.ts";
import { poolSchema, poolsOf } from "./pools.ts";
import { readMix } from "./read-mix.ts";
import { showFindings } from "../findings.ts";
import { anchorOf, tellMixes } from "./tell-mixes.ts";
import { mixPictures } from "./mix-pictures.ts";

/** How does a stack serve requests of several kinds that come at once? */
export interface MixRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
  mix: Mix;
  /** What each part is judged by; absent where nothing is. */
  slo?: SloTerm[];
}

// The parts of the mix are the workloads; every round is held, for parts have no verdict that could end a run.
const shared = heldOptions("workload", "cross-check");

const defaults = { rounds: "6" };

/** What a run's head keeps: who serves which parts, by variant. */
const detailsSchema = z.strictObject({ pools: z.record(z.string(), z.array(poolSchema)) });

export const mix: ExperimentKind<MixRequest> = {
  name: "mix",
  command: {
    ...listedKinds.mix,
    options: {
      stack: {
        value: "ids",
        help: "who serves it: ids, id:variant, globs, folders; all of them in the same rounds",
      },
      mix: {
        value: "parts",
        help: "workloads and their weights: hello=70,items.get=25,report=5, or percentages",
      },
      ...shared,
      ...sloOption,
      ...allRoundsOption(defaults.rounds),
      ...planOption,
      ...runOptions,
      ...markdownOption("the tables"),
    },
    examples: [
      "pnpm bench mix --stack=wsgi:mod-wsgi-daemon,wsgi:mod-wsgi-groups --mix='hello=95,report=5'",
      "pnpm bench mix --stack=wsgi:mod-wsgi-groups --mix='hello=95,report=5' --rate=100 --slo='hello p99<50ms'",
      "pnpm bench mix --stack=fastify:bare --mix='items.get=50%,items.post=30%,items.delete=20%'",
    ],
  },
  read: readMixRequest,
  find: async ({ stacks, measurement, mix: parts }): Promise<Found> => {
    const found = await findStacks(stacks, measurement);
    const pools = found.selected.map(({ variant }) => [
      variantKey(variant),
      poolsOf(variant, parts, measurement.cpus.server.length),
    ]);
    const details = detailsSchema.parse({ pools: Object.fromEntries(pools) });
    return { ...found, question: { kind: mix.name, details } };
  },
  experiment: mixExperiment,
  conclude: concludeMixes,
  showDry: showPlan,
};

function readMixRequest(input: CommandInput): MixRequest {
  const { stack, mix: parts, slo } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench mix: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  const asked = readMix(parts);
  const request = readRequest({ ...input, values: { ...defaults, ...input.values } });
  const workloads = asked.map(({ workload }) => workload);
  return {
    ...request,
    stacks: stack,
    mix: asked,
    ...(slo !== undefined && { slo: readSlo(slo, workloads) }),
  };
}

function mixExperiment(
  { measurement, mix: parts, slo }: MixRequest,
  { selected, chosen }: Found,
): Experiment {
  refuseUnserved(parts, selected);
  const workloads = parts.map(({ workload }) => workload);
  const experiment = buildExperiment(
    { ...measurement, workloads },
    { selected, driver: chosen.driver },
  );
  const mixed = experimentSchema.parse({
    ...experiment,
    workloads: ["mix"],
    mix: parts,
    served: Object.fromEntries(experiment.variants.map((key) => [key, ["mix"]])),
  });
  return withSlo(fixedRounds(mixed), slo, !needsClosedLoop(measurement.levels));
}

function refuseUnserved(parts: Mix, selected: readonly Selected[]): void {
  const workloads = parts.map(({ workload }) => workload);
  for (const { stack, variant } of selected) {
    const served = servedAmong(workloads, stack.workloads);
    const unserved = workloads.find((workload) => !served.includes(workload));
    if (unserved === undefined) continue;
    throw new UsageError(
      `--mix: expected parts that every chosen stack serves, got ${unserved}, which ${variantKey(variant)} does not: it serves ${stack.workloads.join(", ")}`,
    );
  }
}

function concludeMixes(record: RunRecord, table: Table): Outcome {
  const { pools } = detailsSchema.parse(record.question?.details);
  const { anchor } = record.plan.experiment;
  const mixes = mixesOf(record, table, pools);
  return {
    code: weightiest([codeOfRows(table.rows), codeOfSlos(table.rows)]),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      mix: record.plan.experiment.mix,
      variants: mixes.map((each) => ({
        variant: each.variant,
        answer: describeMix(each, anchorOf(each, mixes, anchor)),
        level: each.row.level,
        status: each.row.status,
        throughput: each.row.throughput,
        parts: each.parts.map(({ name: workload, ...part }) => ({ workload, ...part })),
        pools: each.pools.map(({ memoryOverTime, ...pool }) => ({
          ...pool,
          ...(memoryOverTime.length > 0 && { memoryOverTime }),
        })),
        ...(each.row.slo && { slo: each.row.slo }),
        cautions: each.row.cautions,
      })),
    },
    ...showFindings(tellMixes(mixes, anchor), mixPictures(mixes)),
  };
}
