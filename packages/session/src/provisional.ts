import type { RunRecord } from "@stackbench/model";
import { describeProvisional, renderProvisional, summarise } from "@stackbench/report";
import type { ProvisionalLines } from "@stackbench/terminal";
import type { Conclude, Concluded } from "./publish-run.ts";

/** What a run that goes on has told by a look; undefined where what it was held for has no answer before its end. */
export function provisional(
  record: RunRecord,
  round: number,
  conclude: Conclude<Concluded | undefined>,
): ProvisionalLines | undefined {
  const looked = summarise(record, round);
  if (conclude(record, looked) === undefined) return undefined;
  const heading = describeProvisional(record, round);
  return (columns) => renderProvisional(looked, heading, { columns, colour: false });
}
