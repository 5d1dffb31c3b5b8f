import type { RunStore } from "@stackbench/model";
import {
  renderConsole,
  renderMarkdown,
  renderRunJson,
  renderWindowsCsv,
  rowsJson,
  summarise,
} from "@stackbench/report";
import type { CommandInput } from "./command.ts";
import { codeOfRows } from "./exit-codes.ts";
import { say } from "./say.ts";

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
    "table.md": renderMarkdown(table),
  });
  if (output === "json") {
    process.stdout.write(`${JSON.stringify(rowsJson(table))}\n`);
  } else if (output === "table") {
    const { stdout } = process;
    process.stdout.write(
      renderConsole(table, {
        columns: Math.max(80, stdout.columns ?? 100),
        colour: stdout.isTTY && !process.env["NO_COLOR"],
      }),
    );
    say(`\n${paths.join("\n")}`);
  }
  return codeOfRows(table.rows);
}
