import { UsageError, type RunRecord } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { codeOfRows, type CommandInput } from "@stackbench/terminal";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import {
  allRoundsOption,
  heldOptions,
  markdownOption,
  ofComparisons,
  planOption,
  runOptions,
} from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { curvesOf } from "./curves.ts";
import { describeCurve } from "./describe-curve.ts";
import { showFindings } from "../findings.ts";
import { tellCurves } from "./tell-curves.ts";
import { curvePictures } from "./curve-pictures.ts";

/** Up to how many connections does it pay to load a stack, and what does it serve then? */
export interface SweepRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
}

// A curve is asked of each variant, in a closed loop and to its end: none is compared, none stops early.
const shared = heldOptions(...ofComparisons);

const defaults = { connections: "1..512", rounds: "6" };

export const sweep: ExperimentKind<SweepRequest> = {
  name: "sweep",
  command: {
    ...listedKinds.sweep,
    options: {
      stack: {
        value: "ids",
        help: "whose curve: ids, id:variant, globs, folders; all of them in the same rounds",
      },
      ...shared,
      connections: {
        value: "n,…",
        help: "levels, three or more: a range that doubles, or a list such as 1,4,6,8",
        default: defaults.connections,
      },
      ...allRoundsOption(defaults.rounds),
      ...planOption,
      ...runOptions,
      ...markdownOption("the curves"),
    },
    examples: [
      "pnpm bench sweep --stack=fastify:bare",
      "pnpm bench sweep --stack=nginx,wsgi:uwsgi --connections=1..128",
      "pnpm bench sweep --stack=aiohttp:bare --workload=items --connections=1,2,4,6,8,16",
    ],
  },
  read: readSweep,
  find: async ({ stacks, measurement }): Promise<Found> => ({
    ...(await findStacks(stacks, measurement)),
    question: { kind: sweep.name, details: {} },
  }),
  experiment: ({ measurement }, { selected, chosen }) =>
    fixedRounds(buildExperiment(measurement, { selected, driver: chosen.driver })),
  conclude: concludeCurves,
  showDry: showPlan,
};

function readSweep(input: CommandInput): SweepRequest {
  const { stack } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench sweep: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  const request = readRequest({ ...input, values: { ...defaults, ...input.values } });
  const { connections } = request.measurement.levels;
  if (connections.length < 3) {
    throw new UsageError(
      `--connections: expected three numbers of connections or more, for two make no curve; got ${connections.join(",")}`,
    );
  }
  return { ...request, stacks: stack };
}

function concludeCurves(record: RunRecord, table: Table): Outcome {
  const curves = curvesOf(record, table);
  return {
    code: codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      curves: curves.map(({ levels, ...curve }) => ({
        ...curve,
        answer: describeCurve({ levels, ...curve }),
        levels: levels.map(({ row, ...level }) => ({
          ...level,
          status: row.status,
          throughput: row.throughput,
          serviceTime: row.serviceTime,
          byRound: row.byRound,
          cautions: row.cautions,
        })),
      })),
    },
    ...showFindings(tellCurves(curves), curvePictures(curves)),
  };
}
