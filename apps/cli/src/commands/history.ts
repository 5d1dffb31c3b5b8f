import { addNight, showHistory } from "@stackbench/experiments";
import { UsageError } from "@stackbench/model";
import { findRecord, runStore } from "@stackbench/session";
import type { Command } from "@stackbench/terminal";
import { listedCommands } from "../listed-commands.ts";

export const history: Command = {
  ...listedCommands.history,
  positionals: "[add <run|path>]",
  options: {
    json: { help: "stdout is one JSON object and nothing else" },
    out: { value: "folder", help: "where runs are kept, and history/ in it", default: "results/" },
  },
  examples: [
    "pnpm bench history add 20261121-054714-3f9a     a finished run becomes a night",
    "pnpm bench history",
  ],
  async run({ positionals, values, switches }) {
    const { out } = values;
    const [word, run, ...others] = positionals;
    if (word !== undefined && (word !== "add" || run === undefined || others.length > 0)) {
      throw new UsageError(
        `bench history: expected nothing, or \`add\` and one run, got "${positionals.join(" ")}"`,
      );
    }
    if (run !== undefined) await addNight(await findRecord(run, runStore(out)), out);
    return await showHistory({ out, output: switches.has("json") ? "json" : "table" });
  },
};
