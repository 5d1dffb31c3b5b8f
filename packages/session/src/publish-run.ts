import {
  type CommandInput,
  codeOfRows,
  say,
  consoleOptions,
  showJson,
  showTable,
} from "@stackbench/terminal";
import type { RunStore } from "@stackbench/model";
import {
  renderConsole,
  renderMarkdown,
  renderRunJson,
  renderWindowsCsv,
  rowsJson,
  summarise,
} from "@stackbench/report";

/** What a run leaves on stdout. */
export type RunOutput = "table" | "json" | "none";

export function outputOf({ switches }: Pick<CommandInput, "switches">): RunOutput {
  return switches.has("json") ? "json" : "table";
}

/** Makes a run's artefacts from its journal, shows the table, and gives the exit code its rows deserve. */
export async function publishRun(
  store: RunStore,
  runId: string,
  output: RunOutput,
): Promise<number> {
  const record = await store.read(runId);
  const table = summarise(record);
  const paths = await store.writeArtefacts(record.runId, {
    "run.json": renderRunJson(record),
    "windows.csv": renderWindowsCsv(record),
    "table.md": renderMarkdown(table).text,
  });
  if (output === "json") {
    showJson(rowsJson(table));
  } else if (output === "table") {
    showTable(renderConsole(table, consoleOptions()));
    say(`\n${paths.join("\n")}`);
  }
  return codeOfRows(table.rows);
}
