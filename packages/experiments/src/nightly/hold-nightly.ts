import { UsageError, type RunRecord } from "@stackbench/model";
import { exitCodes, say, type Command, type CommandInput } from "@stackbench/terminal";
import { compare } from "../compare/kind.ts";
import { holdExperiment } from "../hold-experiment.ts";
import { listedNightly } from "../listed-kinds.ts";
import { measurementOptions, planOption, runOptions } from "../measurement/options.ts";
import { isPlain, readShown } from "../read-shown.ts";
import { addNight, showHistory } from "./nights.ts";

/** A comparison whose run becomes a night: what stands in its head, and how it is gone on with, are the comparison's. */
export const nightly: Command = {
  ...listedNightly,
  options: {
    stack: compare.command.options["stack"]!,
    ...measurementOptions,
    protocol: { ...measurementOptions.protocol, default: "nightly" },
    ...planOption,
    ...runOptions,
  },
  examples: [
    "pnpm bench nightly --stack=node-http,fastify,express --budget=2h",
    "pnpm bench history                      the same tables, and nothing measured",
  ],
  run: async (input) => await holdExperiment(nightlyKind, compare.read(asNightly(input))),
};

const nightlyKind: typeof compare = {
  ...compare,
  beside:
    ({ shown, out }) =>
    async (record) => {
      const hasEntered = await enters(record, out);
      const output = shown.format === "json" ? "json" : "table";
      const code = await showHistory({ out, output, beside: record });
      // Without it the newest night is an older one, whose news were told then.
      return hasEntered ? code : exitCodes.failed;
    },
};

/** A run that may not enter is no wrong usage here: an anchor may have failed. It says so, and its rows are told all the same. */
async function enters(record: RunRecord, out: string | undefined): Promise<boolean> {
  try {
    await addNight(record, out);
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    return false;
  }
}

/** As the same was asked of `bench run`, where nothing else is said. */
function asNightly(input: CommandInput): CommandInput {
  if (!isPlain(readShown(input))) {
    throw new UsageError(
      "bench nightly: expected a table or JSON on stdout, for it shows the history too; other formats: pnpm bench report",
    );
  }
  if (input.values["protocol"] !== undefined) return input;
  return {
    ...input,
    values: { ...input.values, protocol: "nightly" },
    raw: ["--protocol=nightly", ...input.raw],
  };
}
