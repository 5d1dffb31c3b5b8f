import { liveAssets } from "@stackbench/charts";
import type { RunRecord } from "@stackbench/model";
import { renderHtml, roundsSoFar, runPageOf, summarise } from "@stackbench/report";

/** The page of a run that goes on. `rendering`: counts up. */
export async function renderLive(record: RunRecord, rendering: number): Promise<string> {
  const page = runPageOf(record, summarise(record));
  const live = { rendering, soFar: roundsSoFar(record) };
  return renderHtml({ ...page, live }, await liveAssets());
}
