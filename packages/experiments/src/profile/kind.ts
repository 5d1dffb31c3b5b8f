import { UsageError, variantKey, type RunRecord, type Selected } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import type { ChosenDriver } from "@stackbench/session";
import { codeOfRows, exitCodes, readList, type CommandInput } from "@stackbench/terminal";
import { findStacks } from "../find-stacks.ts";
import type { ExperimentKind, ExperimentRequest, Found, Outcome } from "../kind.ts";
import { buildExperiment } from "../measurement/build-experiment.ts";
import { fixedRounds } from "../measurement/fixed-rounds.ts";
import {
  heldOptions,
  markdownOption,
  planOption,
  runOptions,
} from "../measurement/options.ts";
import { readRequest } from "../read-request.ts";
import { showPlan } from "../show-plan.ts";
import { withoutFolders } from "../without-folders.ts";
import { describeProfile } from "./describe-profile.ts";
import { profileFiles } from "./profile-files.ts";
import { profilesJson } from "./profiles-json.ts";
import { differencesOf, profilesOf, type VariantProfile } from "./profiles.ts";
import {
  renderProfiles,
  renderProfilesMarkdown,
  type ProfilePair,
  reading,
} from "./render-profiles.ts";

/** Where does the time of a stack go under load? */
export interface ProfileRequest extends ExperimentRequest {
  /** As given. */
  stacks: string;
}

// All rounds are held: what decides when a comparison stops is not what is asked. One generator, and one sitting at a time,
// for processes that are profiled share ports.
const shared = heldOptions("cross-check", "requests", "order");

const defaults = { rounds: "6" };

export const profile: ExperimentKind<ProfileRequest> = {
  name: "profile",
  command: {
    name: "profile",
    summary:
      "where the time goes: the hottest functions, flame graphs, and how two variants differ",
    options: {
      stack: { value: "ids", help: "what to profile: ids, id:variant, globs, folders" },
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
    ],
  },
  read: readProfile,
  find: async ({ stacks, measurement }): Promise<Found> => {
    const found = await findStacks(stacks, measurement.driver);
    try {
      refuseUnprofiled(found);
      return { ...found, question: { kind: profile.name, details: {} } };
    } catch (error) {
      await found[Symbol.asyncDispose]();
      throw error;
    }
  },
  experiment: ({ measurement, stacks }, { selected, chosen }) => {
    const first = withoutFolders(readList(stacks)[0] ?? "");
    const experiment = buildExperiment(measurement, { selected, driver: chosen.driver, first });
    return { ...fixedRounds(experiment), profiles: true };
  },
  conclude: concludeProfiles,
  showDry: showPlan,
};

function readProfile(input: CommandInput): ProfileRequest {
  const { stack } = input.values;
  if (stack === undefined) {
    throw new UsageError("bench profile: expected --stack=<ids>, such as --stack=fastify:bare");
  }
  const request = readRequest({ ...input, values: { ...defaults, ...input.values } });
  return { ...request, stacks: stack };
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
  const profiles = profilesOf(record, table);
  const pairs = pairsOf(record, profiles);
  const isLost = profiles.some(({ functions }) => functions.length === 0);
  return {
    code: isLost ? exitCodes.failed : codeOfRows(table.rows),
    json: {
      schemaVersion: 1,
      runId: record.runId,
      profiles: profiles.map((one) => ({ answer: describeProfile(one), ...profilesJson(one) })),
      differences: pairs.map(({ anchor, other, differences }) => ({
        variant: anchor.row.key,
        other: other.row.key,
        workload: anchor.row.workload,
        level: anchor.row.level,
        functions: differences,
      })),
    },
    page: { sentences: profiles.map(describeProfile), pictures: [], reading },
    table: (options) => `\n${renderProfiles(profiles, pairs, options)}`,
    markdown: renderProfilesMarkdown(profiles, pairs),
    files: profileFiles(profiles),
  };
}

/** The anchor with each of the others, of one workload and level. */
function pairsOf(record: RunRecord, profiles: readonly VariantProfile[]): ProfilePair[] {
  const { anchor } = record.plan.experiment;
  const loads = Map.groupBy(profiles, ({ row }) => JSON.stringify([row.workload, row.level]));
  return [...loads.values()].flatMap((own) => {
    const base = own.find(({ row }) => row.key === anchor);
    if (!base) return [];
    return own
      .filter((other) => other !== base)
      .map((other) => ({ anchor: base, other, differences: differencesOf(base, other) }));
  });
}
