import { resultsDirectory, outputOf, publishRun } from "@stackbench/session";
import type { Command } from "@stackbench/terminal";
import { UsageError } from "@stackbench/model";
import { createRunStore } from "@stackbench/store";

export const report: Command = {
  name: "report",
  summary: "make a run's table and artefacts again from its journal",
  positionals: "[run]",
  options: {
    json: { help: "stdout is one JSON object and nothing else" },
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "pnpm bench report                       the newest run",
    "pnpm bench report 20261121-054714-3f9a",
  ],
  async run(input) {
    const { positionals, values } = input;
    const store = createRunStore(resultsDirectory(values["out"]));
    const runId = positionals[0] ?? (await store.list())[0];
    if (runId === undefined)
      throw new UsageError("expected a run, but there is none yet; start one: pnpm bench");
    return publishRun(store, runId, outputOf(input));
  },
};
