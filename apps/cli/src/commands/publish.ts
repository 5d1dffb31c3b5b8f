import { UsageError } from "@stackbench/model";
import { runStore, shareRun } from "@stackbench/session";
import { exitCodes, say, type Command } from "@stackbench/terminal";

export const publish: Command = {
  name: "publish",
  summary: "put a run into results/published/, after checking that it may be shown",
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
    const { out, to } = values;
    const runId = positionals[0] ?? (await runStore(out).list())[0];
    if (runId === undefined)
      throw new UsageError("expected a run, but there is none yet; start one: pnpm bench");
    say((await shareRun(runId, { out, to })).join("\n"));
    return exitCodes.ok;
  },
};
