import { answersOf } from "../../describe/answer.ts";
import type { Table } from "../../table.ts";
import { cleanData } from "../clean-text.ts";
import { newContext, renderGroup } from "./group.ts";
import { painter, type ConsoleOptions } from "./style.ts";
import { wrap } from "./text-layout.ts";

/** A run that goes on as a look at it found it, as lines of at most `columns` columns: `heading`, the answer, and the figures without their notes. */
export function renderProvisional(
  looked: Table,
  heading: string,
  { columns, colour }: Pick<ConsoleOptions, "columns" | "colour">,
): string[] {
  // Notes take more room than all the rest, and cautions were told as they came.
  const table = cleanData({ ...looked, remarks: [] });
  const context = newContext(columns, painter(colour));
  return [heading, ...cleanData(answersOf(looked))]
    .flatMap((sentence) => wrap("", sentence, columns))
    .concat(table.groups.flatMap((group) => ["", ...renderGroup(group, table, context)]))
    .map((line) => line.trimEnd());
}
