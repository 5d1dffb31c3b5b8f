import { UsageError, type LoadLevel, type RunRecord } from "@stackbench/model";
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
import { describeMode, describeSize } from "./describe-modes.ts";
import { modePairsOf, type Mode } from "./mode-pairs.ts";
import { readRequestBytes, readResponseItems } from "./read-sizes.ts";
import { showFindings } from "../findings.ts";
import { tellModes } from "./tell-modes.ts";
import { sizeCostsOf } from "./size-costs.ts";
import { modePictures } from "./mode-pictures.ts";

/** What does a new connection for each request cost, and what do larger requests and answers? */
export interface ConnectionsRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
  /** Added to each request, rising; 0 for none. */
  requestBytes: number[];
}

// Each variant is compared with itself, in a closed loop, and both modes are measured to the end.
const shared = heldOptions(...ofComparisons, "no-keep-alive");

const defaults = { rounds: "6" };

export const connections: ExperimentKind<ConnectionsRequest> = {
  name: "connections",
  command: {
    ...listedKinds.connections,
    options: {
      stack: { value: "ids", help: "whose connections: ids, id:variant, globs, folders" },
      ...shared,
      connections: {
        value: "n",
        help: "requests that are under way at once, on kept connections and on new ones",
        default: "64",
      },
      "request-bytes": {
        value: "n,…",
        help: "bytes added to each request by a header, as cookies do, several for several sizes",
        default: "0",
      },
      "response-items": {
        value: "n,…",
        help: "rows in each answer, several for several sizes: --workload=items.list:limit=n,…",
      },
      ...allRoundsOption(defaults.rounds),
      ...planOption,
      ...runOptions,
      ...markdownOption("the answers"),
    },
    examples: [
      "pnpm bench connections --stack=node-http:bare,aiohttp:bare",
      "pnpm bench connections --stack=fastify:bare --request-bytes=0,1000,4000",
      "pnpm bench connections --stack=fastify:bare --response-items=1,20,100",
    ],
  },
  read: readConnectionsRequest,
  find: async ({ stacks, measurement }): Promise<Found> => ({
    ...(await findStacks(stacks, measurement)),
    question: { kind: connections.name, details: {} },
  }),
  experiment: ({ measurement, requestBytes }, { selected, chosen }) => {
    const experiment = buildExperiment(measurement, { selected, driver: chosen.driver });
    return fixedRounds({ ...experiment, levels: levelsOf(measurement.levels, requestBytes) });
  },
  conclude: concludeModes,
  showDry: showPlan,
};

function readConnectionsRequest(input: CommandInput): ConnectionsRequest {
  const { "request-bytes": bytes, "response-items": items, ...values } = input.values;
  const { stack, workload } = values;
  if (stack === undefined) {
    throw new UsageError(
      "bench connections: expected --stack=<ids>, such as --stack=node-http:bare",
    );
  }
  if (items !== undefined && workload !== undefined) {
    throw new UsageError(
      "--response-items: not with --workload, for it says what is asked for: items.list:limit=n",
    );
  }
  const request = readRequest({ ...input, values: { ...defaults, ...values } });
  const { measurement } = request;
  const counts = measurement.levels.connections;
  if (counts.length !== 1) {
    throw new UsageError(
      `--connections: expected one number, for kept and new connections are compared at an equal one; got ${counts.join(",")}`,
    );
  }
  return {
    ...request,
    measurement: {
      ...measurement,
      ...(items !== undefined && { workloads: readResponseItems(items) }),
    },
    stacks: stack,
    requestBytes: readRequestBytes(bytes ?? "0"),
  };
}

/** Each size of request, with kept connections and with new ones. */
function levelsOf(
  { connections: [count] }: { connections: number[] },
  requestBytes: readonly number[],
): LoadLevel[] {
  return requestBytes.flatMap((paddingBytes) =>
    [true, false].map((keepAlive) => ({
      loop: "closed" as const,
      connections: count!,
      keepAlive,
      ...(paddingBytes > 0 && { paddingBytes }),
    })),
  );
}

function concludeModes(record: RunRecord, table: Table): Outcome {
  const pairs = modePairsOf(record, table);
  const sizes = sizeCostsOf(pairs);
  return {
    code: codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      pairs: pairs.map(({ kept, renewed, ...pair }) => ({
        answer: describeMode({ kept, renewed, ...pair }),
        ...pair,
        kept: modeJson(kept),
        new: modeJson(renewed),
      })),
      sizes: sizes.map((size) => ({ answer: describeSize(size), ...size })),
    },
    ...showFindings(tellModes({ pairs, sizes }), modePictures(pairs)),
  };
}

function modeJson({ row, connectionsPerSecond, answerBytes }: Mode) {
  return {
    status: row.status,
    throughput: row.throughput,
    connectionsPerSecond,
    answerBytes,
    cpuUserMicrosPerRequest: row.cpuUserMicrosPerRequest,
    cpuSystemMicrosPerRequest: row.cpuSystemMicrosPerRequest,
    serviceTime: row.serviceTime,
    byRound: row.byRound,
    cautions: row.cautions,
  };
}
