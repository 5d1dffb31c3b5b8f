import { gotSlower, historyJson, judgeHistory, nightOf, renderHistory } from "@stackbench/history";
import { UsageError } from "@stackbench/model";
import { summarise } from "@stackbench/report";
import { findRecord, historyStore } from "@stackbench/session";
import {
  consoleOptions,
  exitCodes,
  say,
  showJson,
  showTable,
  type Command,
} from "@stackbench/terminal";

export const history: Command = {
  name: "history",
  summary: "what changed from night to night (exit code 3: the newest tells of something slower)",
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
    const store = historyStore(values["out"]);
    const [word, run, ...others] = positionals;
    if (word !== undefined && (word !== "add" || run === undefined || others.length > 0)) {
      throw new UsageError(
        `bench history: expected nothing, or \`add\` and one run, got "${positionals.join(" ")}"`,
      );
    }
    if (run !== undefined) {
      const record = await findRecord(run, values["out"]);
      const { night, leftOut } = nightOf(record, summarise(record));
      const path = await store.add(night);
      for (const line of leftOut) say(`left out: ${line}`);
      say(`${night.cases.length} rows of ${night.runId} added to ${path}`);
    }
    const judged = judgeHistory(await store.read());
    if (switches.has("json")) showJson(historyJson(judged));
    else showTable(renderHistory(judged, consoleOptions()));
    return gotSlower(judged) ? exitCodes.slower : exitCodes.ok;
  },
};
