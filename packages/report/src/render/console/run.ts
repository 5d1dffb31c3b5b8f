import { answersOf } from "../../describe/answer.ts";
import { describeRun } from "../../describe/run.ts";
import { describeSlos } from "../../describe/slo.ts";
import type { Table } from "../../table.ts";
import { cleanData } from "../clean-text.ts";
import { newContext, renderGroup } from "./group.ts";
import { renderCautions, renderReading, renderRemarks } from "./legend.ts";
import { whereToRead } from "./rows.ts";
import { painter, type ConsoleOptions, type Paint } from "./style.ts";
import { padEnd, wrap } from "./text-layout.ts";

/**
 * The whole table as lines of at most `columns` columns, ending in a line feed: the answer, the figures, the notes on
 * them. How it was measured and how to read it is told where `explain` says so, and else where to find it.
 */
export function renderConsole(
  raw: Table,
  { columns, colour, explain = false }: ConsoleOptions,
  answers = answersOf(raw),
): string {
  const table = cleanData(raw);
  const paint = painter(colour);
  const context = newContext(columns, paint);
  const layout = { columns, paint, explain };
  const groups = table.groups.map((group) => renderGroup(group, table, context));
  const blocks = [
    [...describeSlos(table.rows), ...cleanData(answers)].flatMap((sentence) =>
      wrap("", sentence, columns),
    ),
    describeRun(table, "table.md")
      .filter(([label]) => explain || isTroubling(label, table))
      .flatMap(([label, text]) => labelled(label, text, columns, paint)),
    renderCautions(table.cautions, layout),
    ...groups,
    renderRemarks(table.remarks, layout),
    explain
      ? renderReading(table, context, columns, paint)
      : wrap("", whereToRead, columns).map((line) => paint("dim", line)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n")}\n`;
}

/** What of the lines on a run changes what its figures are worth. */
function isTroubling(label: string, { run }: Table): boolean {
  return label === "invalid" || (label === "run" && run.outcome !== "complete");
}

function labelled(label: string, text: string, columns: number, paint: Paint): string[] {
  const [first = "", ...rest] = wrap(padEnd(label, 11), text, columns);
  return [paint("dim", first.slice(0, 11)) + first.slice(11), ...rest];
}
