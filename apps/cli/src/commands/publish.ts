import { concludeAgain } from "@stackbench/experiments";
import { runStore, shareRun } from "@stackbench/session";
import { exitCodes, say, type Command } from "@stackbench/terminal";
import { chooseRun } from "../choose-run.ts";
import { listedCommands } from "../listed-commands.ts";

export const publish: Command = {
  ...listedCommands.publish,
  positionals: "[run]",
  options: {
    out: { value: "folder", help: "where runs are kept", default: "results/" },
    to: { value: "folder", help: "where published runs are kept", default: "results/published/" },
  },
  examples: [
    "pnpm bench publish                      the newest run",
    "pnpm bench publish 20261121-054714-3f9a",
  ],
  async run({ positionals, values }) {
    const store = runStore(values["out"]);
    const { runId } = await chooseRun(store, positionals[0]);
    const paths = await shareRun(store, runId, { to: values["to"], conclude: concludeAgain });
    say(paths.join("\n"));
    return exitCodes.ok;
  },
};
