import { explainOption, kindOf, kinds, publishOutcome } from "@stackbench/experiments";
import { UsageError } from "@stackbench/model";
import { renderConsole, rowsJson } from "@stackbench/report";
import { publishRun, runStore } from "@stackbench/session";
import {
  codeOfRows,
  consoleOptions,
  say,
  showJson,
  showTable,
  type Command,
} from "@stackbench/terminal";

export const report: Command = {
  name: "report",
  summary: "make a run's table and artefacts again from its journal",
  positionals: "[run]",
  options: {
    json: { help: "stdout is one JSON object and nothing else" },
    ...explainOption,
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "pnpm bench report                       the newest run",
    "pnpm bench report 20261121-054714-3f9a",
  ],
  async run({ positionals, values, switches }) {
    const store = runStore(values["out"]);
    const runId = positionals[0] ?? (await store.list())[0];
    if (runId === undefined)
      throw new UsageError("expected a run, but there is none yet; start one: pnpm bench");
    const { record, table, paths } = await publishRun(store, runId);
    // What was asked of the rows stands below them, where it was more than to compare them; older runs do not tell.
    const { question } = record;
    const isAnswered = question !== undefined && question.kind !== kinds[0]!.name;
    const outcome = isAnswered ? kindOf(question).conclude(record, table) : undefined;
    if (outcome) paths.push(...(await publishOutcome(store, { record, table }, outcome)));
    if (switches.has("json")) {
      showJson({ ...rowsJson(table), ...(outcome && { conclusion: outcome.json }) });
    } else {
      const options = consoleOptions(switches.has("explain"));
      showTable(renderConsole(table, options));
      if (outcome) showTable(`\n${outcome.table(options)}`);
      say(`\n${paths.join("\n")}`);
    }
    return codeOfRows(table.rows);
  },
};
