import { expectOutputs, findRecord, runStore } from "@stackbench/session";
import { explainOption, showComparison } from "@stackbench/experiments";
import type { Command } from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";
import { listedCommands } from "../listed-commands.ts";

export const compare: Command = {
  ...listedCommands.compare,
  positionals: "<base run|path> <head run|path>",
  options: {
    json: { help: "stdout is one JSON object and nothing else" },
    ...explainOption,
    markdown: { value: "file", help: "write the comparison as Markdown too" },
    html: { value: "file", help: "write the comparison as a page too" },
    force: {
      help: "compare also across different machines, limits or protocols; the output says so",
    },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "pnpm bench compare 20261121-054714-3f9a 20261122-101500-07bc",
    "pnpm bench compare results/published/20261121-054714-3f9a/run.json 20261122-101500-07bc",
  ],
  async run(input) {
    const { positionals, values, switches } = input;
    const [baseName, headName, ...others] = positionals;
    if (baseName === undefined || headName === undefined || others.length > 0) {
      throw new UsageError(
        `bench compare: expected two runs, the base and the head, got ${positionals.length}`,
      );
    }
    await expectOutputs({ markdown: values["markdown"], html: values["html"] });
    // A store each: a run that was published and the one that it was made from bear the same id.
    const base = await findRecord(baseName, runStore(values["out"]));
    const head = await findRecord(headName, runStore(values["out"]));
    return await showComparison(base, head, {
      output: switches.has("json") ? "json" : "table",
      explain: switches.has("explain"),
      force: switches.has("force"),
      markdown: values["markdown"],
      html: values["html"],
    });
  },
};
