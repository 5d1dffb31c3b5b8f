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
import { expectOutputs, publishRecord, runStore } from "@stackbench/session";
import { codeOfRows, type Command } from "@stackbench/terminal";
import { chooseRun } from "../choose-run.ts";
import { listedCommands } from "../listed-commands.ts";

export const report: Command = {
  ...listedCommands.report,
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
    const record = await chooseRun(store, positionals[0]);
    const { table, outcome: told, paths } = await publishRecord(store, record, concludeAgain);
    const outcome = told ? withRows(table, told) : rowsOf(table);
    await showOutcome({ record, table, outcome }, shown, { paths });
    return codeOfRows(table.rows);
  },
};

function rowsOf(table: Table): Told["outcome"] {
  return { json: rowsJson(table), table: (options) => renderConsole(table, options) };
}

/** What is concluded, and below it the rows that it rests on. */
function withRows(
  table: Table,
  { json, markdown, page, table: told, showsRows }: Told["outcome"],
): Told["outcome"] {
  // What is answered above is not answered again.
  const answers = page && page.sentences.length > 0 ? [] : undefined;
  return {
    json: { ...rowsJson(table), conclusion: json },
    table: (options) => {
      const conclusion = told(options).replace(/^\n+/, "");
      return showsRows ? conclusion : `${conclusion}\n${renderConsole(table, options, answers)}`;
    },
    ...(page && { page }),
    ...(markdown && { markdown: joinMarkdown([markdown, renderMarkdown(table, answers)], "\n") }),
  };
}
