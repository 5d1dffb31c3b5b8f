import { cleanData } from "./clean-text.ts";
import { joinMarkdown, markdownTable, inMarkdown, type Markdown } from "./markdown.ts";
import { painter, type ConsoleOptions } from "./console-style.ts";
import { displayWidth, padEnd, wrap } from "./text-layout.ts";
import type { TuningSummary } from "../summarise/tuning.ts";

const nothing = "The limits are the machine's own: none was asked for.";

/** The ledger for a terminal: one limit a line, what differs explained below it. Ends in a line feed. */
export function renderTuning(summary: TuningSummary, { columns, colour }: ConsoleOptions): string {
  const tuning = cleanData(summary);
  if (tuning.rows.length === 0) return `${nothing}\n`;
  const heads = ["limit", "scope", "requested", "effective"];
  const cells = tuning.rows.map((row) => [row.name, row.scope, row.requested, row.effective]);
  const widths = heads.map((head, index) =>
    Math.max(displayWidth(head), ...cells.map((line) => displayWidth(line[index]!))),
  );
  const layOut = (line: readonly string[]): string =>
    line
      .map((cell, index) => padEnd(cell, widths[index]!))
      .join("  ")
      .trimEnd();
  const paint = painter(colour);
  const lines = [layOut(heads)];
  for (const [index, row] of tuning.rows.entries()) {
    const line = layOut(cells[index]!);
    lines.push(row.asRequested ? line : paint("yellow", line));
    if (row.reason !== "") lines.push(...wrap("    ", row.reason, columns));
  }
  return `${lines.join("\n")}\n`;
}

/** The ledger as a Markdown table. */
export function renderTuningMarkdown(tuning: TuningSummary): Markdown {
  if (tuning.rows.length === 0) return inMarkdown`${nothing}`;
  const head = inMarkdown`Profile ${tuning.profile}: ${tuning.asRequested} of ${tuning.total} limits stand as they were asked for.`;
  const body = markdownTable(
    ["limit", "scope", "requested", "effective", "why they differ"].map((name) => ({
      head: name,
      align: "left" as const,
    })),
    tuning.rows.map((row) => [row.name, row.scope, row.requested, row.effective, row.reason]),
  );
  return joinMarkdown([head, body], "\n\n");
}
