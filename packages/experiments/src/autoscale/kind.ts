import {
  experimentSchema,
  scalingRulesSchema,
  UsageError,
  variantKey,
  type Experiment,
  type RunRecord,
  type Selected,
} from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { chooseVariants } from "@stackbench/session";
import { atSize } from "@stackbench/shapes";
import { codeOfRows, type CommandInput } from "@stackbench/terminal";
import { z } from "zod";
import { askedName } from "../asked-name.ts";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import {
  allRoundsOption,
  heldOptions,
  markdownOption,
  planOption,
  runOptions,
} from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { refuseUnscalable } from "./can-scale.ts";
import { describeScaling } from "./describe-scaling.ts";
import { readRules, ruleDefaults, type RequestedRules } from "./read-rules.ts";
import { showFindings } from "../findings.ts";
import { tellScalings } from "./tell-scalings.ts";
import { scalingsOf } from "./scalings.ts";
import { scalingPictures } from "./scaling-pictures.ts";

/** What does it bring that replicas come when they are needed, and how long do they take? */
export interface AutoscaleRequest extends ExperimentRequest, RequestedRules {
  /** As given. */
  stacks: string;
}

// Both arms are held in every round, and to the end.
const shared = heldOptions("anchor", "order", "cross-check");

const defaults = { connections: "16", rounds: "6", duration: "40s" };

export const autoscale: ExperimentKind<AutoscaleRequest> = {
  name: "autoscale",
  command: {
    ...listedKinds.autoscale,
    options: {
      stack: { value: "ids", help: "variants of one replica behind a proxy" },
      "scale-at": {
        value: "share",
        help: "grow by a replica once the CPU of those there has been at this share of what they may use",
        default: ruleDefaults["scale-at"],
      },
      for: { value: "time", help: "... for so long", default: ruleDefaults.for },
      max: { value: "n", help: "replicas at most", default: ruleDefaults.max },
      "down-at": {
        value: "share",
        help: "shrink by a replica once it has been below this share; at most half of --scale-at",
        default: ruleDefaults["down-at"],
      },
      "down-for": { value: "time", help: "... for so long", default: ruleDefaults["down-for"] },
      ...shared,
      "cpus-limit": {
        value: "n",
        help: "CPUs that each replica may use on average, such as 0.5 (containers only)",
        default: "none: they share the server's CPUs",
      },
      connections: {
        value: "n,…",
        help: "in a closed loop; several come one after the other in each sitting, as they are given",
        default: defaults.connections,
      },
      rate: {
        value: "n,…",
        help: "open loop: requests/s, one rate after the other in each sitting: 100,5 is a busy time and then a calm one, in which replicas go",
      },
      ...allRoundsOption(defaults.rounds),
      duration: {
        value: "time",
        help: "length of a window; with --requests the most it may take",
        default: `${defaults.duration}; 10m with --requests`,
      },
      ...planOption,
      ...runOptions,
      ...markdownOption("the answers"),
    },
    examples: [
      "pnpm bench autoscale --stack=flask:gunicorn-nginx --workload=hash-sort --cpus-limit=0.3",
      "pnpm bench autoscale --stack=express:nginx --workload=hash-sort --rate=200,10 --cpus-limit=0.25",
      "pnpm bench autoscale --stack=wsgi:uwsgi-unix --requests=1000 --scale-at=60% --for=10s",
    ],
  },
  read: readAutoscale,
  find: findArms,
  experiment: ({ measurement, rules }, { selected, chosen }): Experiment =>
    experimentSchema.parse({
      ...fixedRounds(buildExperiment(measurement, { selected, driver: chosen.driver })),
      windowsPerSitting: 1,
      autoscale: rules,
    }),
  conclude: concludeScalings,
  showDry: showPlan,
};

function readAutoscale(input: CommandInput): AutoscaleRequest {
  const { stack, ...values } = input.values;
  if (stack === undefined) {
    throw new UsageError(
      "bench autoscale: expected --stack=<ids>, such as --stack=flask:gunicorn-nginx",
    );
  }
  const { rounds, duration, connections } = defaults;
  const own = {
    rounds,
    ...(values["requests"] === undefined && { duration }),
    ...(values["rate"] === undefined && { connections }),
  };
  return {
    ...readRequest({ ...input, values: { ...own, ...values } }),
    ...readRules(values),
    stacks: stack,
  };
}

async function findArms({
  stacks,
  measurement,
  rules,
  mostReplicas,
}: AutoscaleRequest): Promise<Found> {
  const selected = await chooseVariants(stacks);
  const grown = ({ stack, variant }: Selected): Selected => {
    return { stack, variant: atSize(variant, { replicas: mostReplicas }) };
  };
  // Where there is no engine the driver's own refusal tells more.
  refuseUnscalable(selected, ["nginx", "haproxy", "caddy"]);
  const names = selected.flatMap((one) => [one, grown(one)].map(askedName));
  const found = await findStacks(names.join(","), measurement);
  const pairs = selected.map((one) => ({
    single: variantKey(one.variant),
    scaled: variantKey(grown(one).variant),
  }));
  try {
    refuseUnscalable(selected, found.chosen.driver.traits.scalesBehind ?? []);
  } catch (error) {
    await found[Symbol.asyncDispose]();
    throw error;
  }
  const details = detailsSchema.parse({ pairs, rules, mostReplicas });
  return { ...found, question: { kind: autoscale.name, details } };
}

/** What stands in a run's head. */
const detailsSchema = z.object({
  pairs: z.array(z.object({ single: z.string(), scaled: z.string() })).min(1),
  rules: scalingRulesSchema,
  mostReplicas: z.int().min(2),
});

function concludeScalings(record: RunRecord, table: Table): Outcome {
  const { pairs, rules, mostReplicas } = detailsSchema.parse(record.question?.details);
  const scalings = scalingsOf(record, table, pairs);
  const rows = scalings.flatMap(({ single, scaled }) => [single, scaled]);
  return {
    code: codeOfRows(rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      rules,
      mostReplicas,
      cpusEach: record.plan.experiment.cpusLimit ?? record.plan.experiment.cpus.server.length,
      scalings: scalings.map(({ single, scaled, ...one }) => ({
        ...one,
        answer: describeScaling({ ...one, single, scaled }, { rules, mostReplicas }),
        arms: { single: armOf(single), scaled: armOf(scaled) },
      })),
    },
    ...showFindings(tellScalings(scalings, { rules, mostReplicas }), scalingPictures(scalings)),
  };
}

function armOf({ key, status, throughput, serviceTime, bounded, cautions }: Table["rows"][number]) {
  return { variant: key, status, throughput, serviceTime, bounded, cautions };
}
