import { gotSlower, historyJson, judgeHistory, nightOf, renderHistory } from "@stackbench/history";
import type { RunRecord } from "@stackbench/model";
import { rowsJson, summarise } from "@stackbench/report";
import { historyStore } from "@stackbench/session";
import { consoleOptions, exitCodes, say, showJson, showTable } from "@stackbench/terminal";

/** Puts a finished run into the history under `out`. Throws UsageError where it may not enter, and HostError. */
export async function addNight(record: RunRecord, out: string | undefined): Promise<void> {
  const { night, leftOut } = nightOf(record, summarise(record));
  const path = await historyStore(out).add(night);
  for (const line of leftOut) say(`left out: ${line}`);
  say(`${night.cases.length} rows of ${night.runId} added to ${path}`);
}

export interface ShownHistory {
  out: string | undefined;
  output: "table" | "json";
  /** With "json": a run whose rows are printed in the same object, which then has the history as `history`. */
  beside?: RunRecord;
}

/** Shows what changed from night to night. Gives the exit code: of the newest night. */
export async function showHistory({ out, output, beside }: ShownHistory): Promise<number> {
  const history = judgeHistory(await historyStore(out).read());
  if (output === "table") showTable(renderHistory(history, consoleOptions()));
  else {
    const json = historyJson(history);
    showJson(beside ? { ...rowsJson(summarise(beside)), history: json } : json);
  }
  return gotSlower(history) ? exitCodes.slower : exitCodes.ok;
}
