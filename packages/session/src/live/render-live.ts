import { liveAssets } from "@stackbench/charts";
import type { RunRecord } from "@stackbench/model";
import {
  describeProvisional,
  heldRounds,
  renderHtml,
  runPageOf,
  summarise,
} from "@stackbench/report";

/** What was only started has no rows: its experiment's own answer tells all of it. */
const untilItsEnd = "What its starts took is told once all of them are held.";

/** The page of a run that goes on, judged as its latest look judges it. `rendering`: counts up. */
export async function renderLive(record: RunRecord, rendering: number): Promise<string> {
  const round = heldRounds(record);
  const page = runPageOf(record, summarise(record, round));
  const sentences = record.plan.experiment.measures === "start" ? [untilItsEnd] : page.sentences;
  const live = { rendering, soFar: describeProvisional(record, round) };
  return renderHtml({ ...page, sentences, live }, await liveAssets());
}
