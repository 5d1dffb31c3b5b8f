import {
  adjustables,
  UsageError,
  variantKey,
  type Experiment,
  type RunRecord,
  type Selected,
  type WorkloadId,
} from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { chooseVariants } from "@stackbench/session";
import { adjustableOf, atSize } from "@stackbench/shapes";
import { codeOfRows, readInteger, type CommandInput } from "@stackbench/terminal";
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
  measurementOptions,
  ofComparisons,
  planOption,
  runOptions,
} from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { gridsJson } from "./grids-json.ts";
import { gridsOf } from "./grids.ts";
import { readSizes, sizesFor, type RequestedSizes } from "./read-sizes.ts";
import { showFindings } from "../findings.ts";
import { tellGrids } from "./tell-grids.ts";
import { gridPictures } from "./grid-pictures.ts";

/** How many workers and threads should a stack have? */
export interface WorkersRequest extends ExperimentRequest {
  /** One variant, as given. */
  stack: string;
  sizes: RequestedSizes;
}

// Every number is asked in a closed loop and to its end: none is compared with one, none stops early.
const shared = heldOptions(...ofComparisons, "threads");

const defaults = { rounds: "6" };
/** Work that computes, that waits, and that does both. */
const usualWorkloads = ["hash-sort", "upstream", "items"] as const;

export const workers: ExperimentKind<WorkersRequest> = {
  name: "workers",
  command: {
    ...listedKinds.workers,
    options: {
      stack: { value: "id:variant", help: "one variant, whose shape is served at every number" },
      workers: {
        value: "n,…",
        help: "numbers of worker processes, any of them; by n, the server's CPUs, too: n, 2n+1, 8n",
        default: "1,n,2n+1,8n",
      },
      threads: {
        value: "n,…",
        help: "numbers of threads of a worker",
        default: "1,4 where the shape has them",
      },
      ...shared,
      workload: {
        ...measurementOptions.workload,
        default: `${usualWorkloads.join(",")}, as far as served`,
      },
      connections: { ...measurementOptions.connections, default: "64" },
      ...allRoundsOption(defaults.rounds),
      "generator-threads": measurementOptions.threads,
      ...planOption,
      ...runOptions,
      ...markdownOption("the answers"),
    },
    examples: [
      "pnpm bench workers --stack=flask:gunicorn",
      "pnpm bench workers --stack=wsgi:gunicorn --workers=1,2,5,9,16 --threads=1,4 --connections=16,64",
      "pnpm bench workers --stack=express:cluster --workers=1,n,2n+1 --workload=hash-sort",
    ],
  },
  read: readWorkersRequest,
  find: findSizes,
  experiment: ({ measurement }, { selected, chosen }): Experiment =>
    fixedRounds(
      buildExperiment(
        { ...measurement, workloads: measurement.workloads ?? workloadsOf(selected) },
        { selected, driver: chosen.driver },
      ),
    ),
  conclude: concludeGrids,
  showDry: showPlan,
};

function readWorkersRequest(input: CommandInput): WorkersRequest {
  const { stack, threads, "generator-threads": ofGenerator, ...values } = input.values;
  if (stack === undefined) {
    throw new UsageError(
      "bench workers: expected --stack=<id:variant>, such as --stack=flask:gunicorn",
    );
  }
  // Told here, for what reads it knows it by another name.
  if (ofGenerator !== undefined) {
    readInteger("generator-threads", ofGenerator, 1, { min: 1, max: 256 });
  }
  return {
    ...readRequest({ ...input, values: { ...defaults, ...values, threads: ofGenerator } }),
    stack,
    sizes: readSizes({ workers: values["workers"], threads }),
  };
}

async function findSizes({ stack, sizes, measurement }: WorkersRequest): Promise<Found> {
  const base = theOne(stack, await chooseVariants(stack));
  const cpuCount = measurement.cpus.server.length;
  const asked = sizesFor(sizes, { adjustable: adjustableOf(base.variant), cpuCount });
  const names = asked.map((size) => askedName({ ...base, variant: atSize(base.variant, size) }));
  const details = { variant: variantKey(base.variant), cpuCount };
  return {
    // Refuses numbers that the variant cannot have.
    ...(await findStacks(names.join(","), measurement)),
    question: { kind: workers.name, details: detailsSchema.parse(details) },
  };
}

/** Throws UsageError for several, and for one that has been given numbers already. */
function theOne(named: string, selected: readonly Selected[]): Selected {
  const able = selected.filter(({ variant }) => adjustableOf(variant).length > 0);
  const [first] = selected;
  if (selected.length !== 1) {
    const those =
      able.length === 0
        ? "none of which can have other numbers of workers or threads"
        : `of which these can have other numbers of ${adjustables.join(" or ")}: ${able.map(({ variant }) => variantKey(variant)).join(", ")}`;
    throw new UsageError(
      `--stack=${named}: expected one variant, such as flask:gunicorn; got ${selected.length}, ${those}`,
    );
  }
  if (!first!.stack.variants.includes(first!.variant)) {
    throw new UsageError(
      `--stack=${named}: expected a variant without numbers in its name, for --workers and --threads say them; did you mean one of ${first!.stack.variants
        .filter((one) => named.includes(one.id) && adjustableOf(one).length > 0)
        .map(variantKey)
        .join(", ")}?`,
    );
  }
  return first!;
}

/** Throws UsageError where the stack serves none of them. */
function workloadsOf([first]: readonly Selected[]): WorkloadId[] {
  const served = usualWorkloads.filter((workload) => first!.stack.workloads.includes(workload));
  if (served.length > 0) return served;
  throw new UsageError(
    `--workload: expected some of what ${first!.stack.id} serves (${first!.stack.workloads.join(", ")}), for it serves none of ${usualWorkloads.join(", ")}`,
  );
}

/** What stands in a run's head. */
const detailsSchema = z.object({
  /** Without numbers. */
  variant: z.string(),
  /** n: CPUs of the server. */
  cpuCount: z.int().min(1),
});

function concludeGrids(record: RunRecord, table: Table): Outcome {
  const asked = detailsSchema.parse(record.question?.details);
  const grids = gridsOf(record, table, 2 * asked.cpuCount + 1);
  return {
    code: codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      ...asked,
      grids: gridsJson(grids, asked),
    },
    ...showFindings(tellGrids(grids, asked), gridPictures(grids)),
  };
}
