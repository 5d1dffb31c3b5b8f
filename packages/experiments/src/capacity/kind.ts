import { UsageError, type RunRecord, type SloTerm } from "@stackbench/model";
import { describeTerm } from "@stackbench/report";
import { codeOfRows, type CommandInput } from "@stackbench/terminal";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import { heldOptions, markdownOption, planOption, runOptions } from "../measurement/options.ts";
import { readSlo, requireTerms } from "../measurement/read-slo.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { capacitiesOf, type Capacity } from "./capacities.ts";
import { describeCapacity } from "./describe-capacity.ts";
import { readRateRange, searchAround, searchWithin, type RateRange } from "./rate-grid.ts";
import { showFindings } from "../findings.ts";
import { tellCapacities } from "./tell-capacities.ts";
import { capacityPictures } from "./capacity-pictures.ts";

/** How many requests/s does a stack serve and still keep an SLO? */
export interface CapacityRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
  slo: SloTerm[];
  /** Absent where it follows from what each variant serves in a closed loop. */
  rates?: RateRange;
}

// A rate is searched for each variant, one window in each sitting: none is compared, nothing is held for a pair's sake.
const shared = heldOptions("anchor", "rate", "order", "windows", "cross-check");

const defaults = { connections: "256", rounds: "40", duration: "5s", warmup: "1s" };

/** Until what a variant serves in a closed loop is known. */
const unknownRates: RateRange = { from: 1, to: 1e6 };

export const capacity: ExperimentKind<CapacityRequest> = {
  name: "capacity",
  command: {
    ...listedKinds.capacity,
    options: {
      stack: { value: "ids", help: "whose capacity: ids, id:variant, globs, folders" },
      slo: {
        value: "terms",
        help: "what is to be kept: p50, p90, p95, p99 or p99.9 < a time, errors < a percentage, each with a workload before it or for all: 'p99<50ms, items p99.9<100ms, errors<0.1%'",
      },
      rates: {
        value: "from..to",
        help: "between which requests/s to search, such as 100..20k",
        default: "a fiftieth to 1.2 of what each variant serves in a closed loop, measured first",
      },
      ...shared,
      connections: {
        value: "n",
        help: "most connections at once; a request that finds none free waits",
        default: defaults.connections,
      },
      rounds: {
        value: "n",
        help: "most rounds, each one window of each search",
        default: defaults.rounds,
      },
      duration: { value: "time", help: "length of a window", default: defaults.duration },
      warmup: {
        value: "time",
        help: "load before a window, thrown away",
        default: defaults.warmup,
      },
      ...planOption,
      ...runOptions,
      ...markdownOption("the answers"),
    },
    examples: [
      "pnpm bench capacity --stack=fastify:bare --slo='p99<50ms, errors<0.1%'",
      "pnpm bench capacity --stack=node --workload=hello,items --slo='p99<20ms, items p99.9<100ms'",
      "pnpm bench capacity --stack=wsgi:uwsgi --slo='p95<10ms' --rates=100..5k --duration=15s",
    ],
  },
  read: readCapacity,
  find: async ({ stacks, measurement, slo }): Promise<Found> => ({
    ...(await findStacks(stacks, measurement)),
    question: { kind: capacity.name, details: { slo: slo.map(describeTerm) } },
  }),
  experiment: ({ measurement, slo, rates }, { selected, chosen }) => {
    const built = fixedRounds(buildExperiment(measurement, { selected, driver: chosen.driver }), 0);
    return searchWithin({ ...built, windowsPerSitting: 1 }, slo, rates ?? unknownRates);
  },
  settle: ({ slo, rates }) =>
    rates === undefined
      ? (experiment, closedLoop) => searchAround(experiment, slo, closedLoop)
      : undefined,
  conclude: concludeCapacities,
  showDry: showPlan,
};

function readCapacity(input: CommandInput): CapacityRequest {
  const { stack, slo, rates } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench capacity: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  if (slo === undefined) {
    throw new UsageError("bench capacity: expected --slo=<terms>, such as --slo='p99<50ms'");
  }
  // The rate of an open loop, until the grid is known.
  const values = { ...defaults, order: "interleaved", ...input.values, rate: "1" };
  const request = readRequest({ ...input, values });
  const { connections } = request.measurement.levels;
  if (connections.length > 1) {
    throw new UsageError(
      `--connections: expected one number, for a capacity is searched over rates alone; got ${connections.join(",")}`,
    );
  }
  const workloads = request.measurement.workloads ?? ["hello"];
  const terms = readSlo(slo, workloads);
  requireTerms(terms, workloads);
  return {
    ...request,
    stacks: stack,
    slo: terms,
    ...(rates !== undefined && { rates: readRateRange(rates) }),
  };
}

function concludeCapacities(record: RunRecord): Outcome {
  const capacities = capacitiesOf(record);
  return {
    code: codeOfRows(capacities.map((one) => ({ status: statusOf(one) }))),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      capacities: capacities.map((one) => ({ ...one, sentence: describeCapacity(one) })),
    },
    ...showFindings(tellCapacities(capacities), capacityPictures(capacities)),
  };
}

/** A search that was not brought to its end, or had no window that says anything, tells nothing. */
function statusOf({ answer, probes }: Capacity): string {
  if (answer.kind === "failed") return "failed";
  if (answer.kind === "open") return "pending";
  return probes.some(({ verdict }) => verdict.said !== "void") ? "measured" : "invalid";
}
