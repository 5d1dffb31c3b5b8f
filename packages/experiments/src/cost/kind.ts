import { UsageError, type RunRecord } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { codeOfRows, readList, type CommandInput } from "@stackbench/terminal";
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
import { withoutFolders } from "../without-folders.ts";
import { costsOf, cpuMicros } from "./costs.ts";
import { describeCosts } from "./describe-costs.ts";
import { showFindings } from "../findings.ts";
import { tellCosts } from "./tell-costs.ts";

/** What do stacks use to do the same? */
export interface CostRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
}

// Latency, which decides when a comparison in an open loop stops, is not what is asked: all rounds are held.
const shared = heldOptions();

const defaults = { rate: "50%", rounds: "6" };

export const cost: ExperimentKind<CostRequest> = {
  name: "cost",
  command: {
    ...listedKinds.cost,
    options: {
      stack: { value: "ids", help: "what to compare: ids, id:variant, globs, folders" },
      ...shared,
      rate: {
        value: "n",
        help: "requests/s offered to each, or a share of what the slowest serves in a closed loop, measured first",
        default: defaults.rate,
      },
      ...allRoundsOption(defaults.rounds),
      ...planOption,
      ...runOptions,
      ...markdownOption("the costs"),
    },
    examples: [
      "pnpm bench cost --stack=node-http:bare,fastify:bare,go-http:bare",
      "pnpm bench cost --stack='wsgi:gunicorn*' --workload=items --rate=200",
    ],
  },
  read: readCost,
  find: async ({ stacks, measurement }): Promise<Found> => ({
    ...(await findStacks(stacks, measurement)),
    question: { kind: cost.name, details: {} },
  }),
  experiment: ({ measurement, stacks }, { selected, chosen }) => {
    const first = withoutFolders(readList(stacks)[0] ?? "");
    const built = buildExperiment(measurement, { selected, driver: chosen.driver, first });
    return fixedRounds({ ...built, compares: "cpu-time" });
  },
  conclude: concludeCosts,
  showDry: showPlan,
};

function readCost(input: CommandInput): CostRequest {
  const { stack } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench cost: expected --stack=<ids>, such as --stack=node-http,fastify");
  }
  const request = readRequest({ ...input, values: { ...defaults, ...input.values } });
  const rates = request.measurement.levels.open?.rates ?? [];
  if (rates.length > 1) {
    throw new UsageError(
      `--rate: expected one rate, for costs are compared at an equal one; got ${input.values["rate"]}`,
    );
  }
  return { ...request, stacks: stack };
}

function concludeCosts(_record: RunRecord, table: Table): Outcome {
  const costs = costsOf(table);
  return {
    code: codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: table.run.runId,
      costs: costs.map((one) => ({
        answer: describeCosts(one),
        workload: one.workload,
        ratePerSecond: one.ratePerSecond,
        anchor: one.anchor,
        rows: one.rows.map((row) => ({
          variant: row.key,
          status: row.status,
          cpuMicrosPerRequest: cpuMicros(row),
          cpuUserMicrosPerRequest: row.cpuUserMicrosPerRequest,
          cpuSystemMicrosPerRequest: row.cpuSystemMicrosPerRequest,
          cpuRelative: row.cpuRelative,
          memoryBytes: row.memoryBytes,
          latency: row.latency,
          byRound: row.byRound,
          cautions: row.cautions,
        })),
      })),
    },
    ...showFindings(tellCosts(costs), []),
  };
}
