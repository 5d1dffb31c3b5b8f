import { experimentSchema, UsageError, type Experiment, type RunRecord } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import { codeOfRows, readList, type CommandInput } from "@stackbench/terminal";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import { heldOptions, markdownOption, planOption, runOptions } from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { withoutFolders } from "../without-folders.ts";
import { describeSoak } from "./describe-soak.ts";
import { showFindings } from "../findings.ts";
import { tellSoaks } from "./tell-soaks.ts";
import { soaksOf } from "./soaks.ts";
import { soakPictures } from "./soak-pictures.ts";

/** How does a stack's memory grow in a long run, and what does recycling its workers cost and save? */
export interface SoakRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
}

// A long window is held to its end, one variant at a time: none stops early.
const shared = heldOptions("order", "cross-check");

const defaults = { duration: "10m", warmup: "10s", rounds: "1", windows: "1" };

/** In less than so many seconds too few readings of memory lie to tell growth from noise. */
const leastSeconds = 10;

export const soak: ExperimentKind<SoakRequest> = {
  name: "soak",
  command: {
    ...listedKinds.soak,
    options: {
      stack: {
        value: "ids",
        help: "what to run: ids, id:variant, globs, folders; each in a bring-up of its own",
      },
      ...shared,
      duration: {
        value: "time",
        help: "length of a window, such as 2m or 1h",
        default: defaults.duration,
      },
      warmup: {
        value: "time",
        help: "load before the first window, thrown away: what is loaded once is then no growth",
        default: defaults.warmup,
      },
      windows: {
        value: "n",
        help: "windows one after another in one bring-up; six give intervals against the anchor",
        default: defaults.windows,
      },
      rounds: {
        value: "n",
        help: "bring-ups of each variant; with fewer than six, intervals come from within the run",
        default: defaults.rounds,
      },
      ...planOption,
      ...runOptions,
      ...markdownOption("the answers"),
    },
    examples: [
      "pnpm bench soak --stack=aiohttp:bare,aiohttp:gunicorn",
      "pnpm bench soak --stack='wsgi:gunicorn-4,wsgi:gunicorn-4-max-*' --duration=2m --anchor=wsgi:gunicorn-4",
      "pnpm bench soak --stack=flask:mod-wsgi-groups --workload=report --rate=20 --duration=1h",
    ],
  },
  read: readSoak,
  find: async ({ stacks, measurement }): Promise<Found> => ({
    ...(await findStacks(stacks, measurement)),
    question: { kind: soak.name, details: {} },
  }),
  experiment: experimentOf,
  conclude: concludeSoaks,
  showDry: showPlan,
};

function readSoak(input: CommandInput): SoakRequest {
  const { stack } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench soak: expected --stack=<ids>, such as --stack=aiohttp:gunicorn");
  }
  const request = readRequest({ ...input, values: { ...defaults, ...input.values } });
  const { durationSeconds = 0 } = request.measurement.protocol;
  if (durationSeconds < leastSeconds) {
    throw new UsageError(
      `--duration: expected ${leastSeconds} s or more, for memory is read twice a second and a shorter window tells of no growth; got "${input.values["duration"]}"`,
    );
  }
  return { ...request, stacks: stack };
}

/** No spare rounds either: memory grows in a noisy window as in any other, and one that is replaced costs as much again. */
function experimentOf({ stacks, measurement }: SoakRequest, found: Found): Experiment {
  const { selected, chosen } = found;
  const [first = ""] = readList(stacks);
  const compared = { selected, driver: chosen.driver, first: withoutFolders(first) };
  const experiment = buildExperiment(measurement, compared);
  return experimentSchema.parse({
    ...fixedRounds(experiment, 0),
    seriesOf: "memory",
    compares: "memory",
  });
}

function concludeSoaks(record: RunRecord, table: Table): Outcome {
  const soaks = soaksOf(record, table);
  return {
    code: codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      soaks: soaks.map((one) => ({ ...one, answer: describeSoak(one) })),
    },
    ...showFindings(tellSoaks(soaks), soakPictures(soaks)),
  };
}
