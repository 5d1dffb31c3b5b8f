import {
  UsageError,
  variantKey,
  type Experiment,
  type RunRecord,
  type Selected,
} from "@stackbench/model";
import type { Table } from "@stackbench/report";
import type { ChosenDriver } from "@stackbench/session";
import { codeOfRows, exitCodes, readList, type CommandInput } from "@stackbench/terminal";
import { z } from "zod";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { listedKinds } from "../listed-kinds.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import { heldOptions, markdownOption, planOption, runOptions } from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import {
  findRevisions,
  revisionsExperiment,
  type FoundRevisions,
} from "../revisions/find-revisions.ts";
import { withoutFolders } from "../without-folders.ts";
import { answersOf, describeProfile } from "./describe-profile.ts";
import { pairsOf } from "./pairs.ts";
import { differenceFiles, profileFiles } from "./profile-files.ts";
import { profilesJson } from "./profiles-json.ts";
import { profilesOf } from "./profiles.ts";
import { showFindings } from "../findings.ts";
import { tellProfiles } from "./tell-profiles.ts";

/** Where does the time of a stack go under load, and where does it go in another revision? */
export interface ProfileRequest extends ExperimentRequest {
  /** As given; with revisions one variant. */
  stacks: string;
  /** Of one variant; absent where variants are profiled as they stand here. */
  revisions?: { base: string; head: string | undefined };
}

// All rounds are held: what decides when a comparison stops is not what is asked. One generator, and one sitting at a time,
// for processes that are profiled share ports.
const shared = heldOptions("cross-check", "requests", "order");

const defaults = { rounds: "6" };

export const profile: ExperimentKind<ProfileRequest> = {
  name: "profile",
  command: {
    ...listedKinds.profile,
    options: {
      stack: {
        value: "ids",
        help: "what to profile: ids, id:variant, globs, folders; with --base one variant of this repository",
      },
      base: {
        value: "ref|image",
        help: "profile two revisions of the variant: this one, a git ref or an image (image:name), ...",
      },
      head: { value: "ref|image", help: "... and this one", default: "the working tree" },
      ...shared,
      rounds: {
        value: "n",
        help: "rounds, all of them held, each with one profile of each variant; intervals need six",
        default: defaults.rounds,
      },
      ...planOption,
      ...runOptions,
      ...markdownOption("the hottest functions"),
    },
    examples: [
      "pnpm bench profile --stack=fastify:bare,express:bare",
      "pnpm bench profile --stack=aiohttp:bare --workload=items --rounds=3",
      "pnpm bench profile --stack=fastify:bare --base=main",
    ],
  },
  read: readProfile,
  find: findProfiled,
  experiment: (request, found) => ({
    ...fixedRounds(experimentOf(request, found)),
    profiles: true,
  }),
  conclude: concludeProfiles,
  showDry: showPlan,
};

function readProfile(input: CommandInput): ProfileRequest {
  const { stack, base, head, anchor } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench profile: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  if (head !== undefined && base === undefined) {
    throw new UsageError("--head: expected --base=<git ref or image> with it, got none");
  }
  if (anchor !== undefined && base !== undefined) {
    throw new UsageError("--anchor: not with --base, which is the anchor");
  }
  const request = readRequest({ ...input, values: { ...defaults, ...input.values } });
  return { ...request, stacks: stack, ...(base !== undefined && { revisions: { base, head } }) };
}

async function findProfiled(request: ProfileRequest): Promise<Found> {
  const { stacks, measurement, revisions, isDryRun } = request;
  const { labels, ...found }: Omit<Found, "question"> & Partial<Pick<FoundRevisions, "labels">> =
    revisions
      ? await findRevisions({ stack: stacks, measurement, isDryRun, ...revisions }, [
          "base",
          "head",
        ])
      : await findStacks(stacks, measurement);
  try {
    refuseUnprofiled(found);
    return { ...found, question: { kind: profile.name, details: labels ? { labels } : {} } };
  } catch (error) {
    await found[Symbol.asyncDispose]();
    throw error;
  }
}

/** What stands in a run's head: of revisions, which they are. */
const detailsSchema = z.object({
  labels: z.strictObject({ variant: z.string(), base: z.string(), head: z.string() }).optional(),
});

function experimentOf(
  { stacks, measurement, revisions }: ProfileRequest,
  found: Found,
): Experiment {
  if (revisions) return revisionsExperiment(measurement, found);
  const { selected, chosen } = found;
  const first = withoutFolders(readList(stacks)[0] ?? "");
  return buildExperiment(measurement, { selected, driver: chosen.driver, first });
}

/** Throws UsageError for what no profiler can look into here. */
function refuseUnprofiled({
  selected,
  chosen: { driver },
}: {
  selected: readonly Selected[];
  chosen: Pick<ChosenDriver, "driver">;
}): void {
  const { profiles = [] } = driver.traits;
  for (const { stack, variant } of selected) {
    const key = variantKey(variant);
    if (!profiles.includes(stack.runtime)) {
      throw new UsageError(
        `--stack: ${key} runs on ${stack.runtime}, whose processes cannot be profiled ${driver.traits.runsImages ? "" : "as local processes "}(${stack.language}); expected a stack on one of ${profiles.join(", ") || "none here"}`,
      );
    }
    if (variant.replicas > 1) {
      throw new UsageError(
        `--stack: ${key} has ${variant.replicas} replicas, and one profiler looks into one container; expected a variant without replicas`,
      );
    }
  }
}

function concludeProfiles(record: RunRecord, table: Table): Outcome {
  const { labels } = detailsSchema.parse(record.question?.details ?? {});
  const profiles = profilesOf(record, table);
  const pairs = pairsOf(record, profiles);
  const answers = answersOf(profiles, pairs, labels);
  const isLost = profiles.some(({ functions }) => functions.length === 0);
  return {
    code: isLost ? exitCodes.failed : codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      ...labels,
      profiles: profiles.map((one) => ({ answer: describeProfile(one), ...profilesJson(one) })),
      differences: pairs.map(({ anchor, other, differences }) => ({
        variant: anchor.row.key,
        other: other.row.key,
        workload: anchor.row.workload,
        level: anchor.row.level,
        functions: differences,
      })),
    },
    ...showFindings(tellProfiles(answers, profiles, pairs), []),
    files: { ...profileFiles(profiles), ...differenceFiles(pairs) },
  };
}
