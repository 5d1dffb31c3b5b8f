import {
  concludeAgain,
  formatOptions,
  readShown,
  showOutcome,
  type Told,
} from "@stackbench/experiments";
import {
  joinMarkdown,
  renderConsole,
  renderMarkdown,
  rowsJson,
  type Table,
} from "@stackbench/report";
import { expectOutputs, publishRun, runStore } from "@stackbench/session";
import { codeOfRows, type Command } from "@stackbench/terminal";
import { chooseRun } from "../choose-run.ts";

export const report: Command = {
  name: "report",
  summary: "make a run's table and artefacts again from its journal",
  positionals: "[run]",
  options: {
    ...formatOptions,
    out: { value: "folder", help: "where runs are kept", default: "results/" },
  },
  examples: [
    "pnpm bench report                       the newest run",
    "pnpm bench report 20261121-054714-3f9a",
    "pnpm bench report --format=openmetrics --output=run.txt",
  ],
  async run(input) {
    const { positionals, values } = input;
    const shown = readShown(input);
    await expectOutputs({ output: shown.output });
    const store = runStore(values["out"]);
    const runId = await chooseRun(store, positionals[0]);
    const { record, table, outcome: told, paths } = await publishRun(store, runId, concludeAgain);
    const outcome = told ? below(table, told) : rowsOf(table);
    await showOutcome({ record, table, outcome }, shown, { paths });
    return codeOfRows(table.rows);
  },
};

function rowsOf(table: Table): Told["outcome"] {
  return { json: rowsJson(table), table: (options) => renderConsole(table, options) };
}

/** The rows, and below them what is concluded from them. */
function below(
  table: Table,
  { json, markdown, page, table: told }: Told["outcome"],
): Told["outcome"] {
  return {
    json: { ...rowsJson(table), conclusion: json },
    table: (options) => `${renderConsole(table, options)}\n${told(options)}`,
    ...(page && { page }),
    ...(markdown && { markdown: joinMarkdown([renderMarkdown(table), markdown], "\n") }),
  };
}
