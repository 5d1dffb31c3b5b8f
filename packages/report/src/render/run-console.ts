import type { Verdict } from "@stackbench/statistics";
import { cleanData } from "./clean-text.ts";
import { columnsOf, type ColumnId } from "./columns.ts";
import { describeComparison, describeGroup } from "../describe/group.ts";
import { describeRun } from "../describe/run.ts";
import { fitColumns, spansOf, type FittedColumn } from "./fit-columns.ts";
import { painter, type ConsoleOptions, type Paint, type Style } from "./console-style.ts";
import { renderCautions, renderReading, renderRemarks } from "./legend.ts";
import { absent } from "../describe/numbers.ts";
import { renderProcesses } from "./processes.ts";
import { padCentre, padEnd, padStart, wrap } from "./text-layout.ts";
import type { Row } from "../row.ts";
import type { Group, Table } from "../table.ts";

/** The whole table as lines of at most `columns` columns, ending in a line feed. */
export function renderConsole(raw: Table, { columns, colour }: ConsoleOptions): string {
  const table = cleanData(raw);
  const paint = painter(colour);
  const toldFailures = new Set<string>();
  const leftOut = new Set<string>();
  const shown = new Set<ColumnId>();
  const blocks = [
    describeRun(table, "table.md").flatMap(([label, text]) =>
      labelled(label, text, columns, paint),
    ),
    renderCautions(table.cautions, columns, paint),
    ...table.groups.map((group) =>
      renderGroup(group, table, { columns, paint, toldFailures, leftOut, shown }),
    ),
    renderRemarks(table.remarks, columns, paint),
    renderReading(table, { shown, leftOut }, columns, paint),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n")}\n`;
}

interface GroupContext {
  columns: number;
  paint: Paint;
  /** Failures that were told in full above. */
  toldFailures: Set<string>;
  leftOut: Set<string>;
  shown: Set<ColumnId>;
}

function renderGroup(group: Group, table: Table, context: GroupContext): string[] {
  const { columns, paint, toldFailures } = context;
  const comparison = describeComparison(group, table);
  const withFigures = group.rows.filter((row) => row.throughput !== null);
  const all = columnsOf(group, table.remarks);
  const fitted = fitColumns(all, group, group.rows, columns);
  for (const heading of fitted.leftOut) context.leftOut.add(heading);
  for (const { id } of fitted.columns) context.shown.add(id);
  const lines = wrap("", describeGroup(group, table), columns).map((line) => paint("bold", line));
  if (comparison !== null) {
    lines.push(...wrap("", comparison, columns).map((line) => paint("dim", line)));
  }
  lines.push(...renderHeadings(fitted.columns, withFigures.length > 0, paint));
  for (const row of group.rows) {
    if (row.throughput) lines.push(renderRow(row, fitted.columns, paint));
    if (row.failure) {
      lines.push(...renderFailure(row, row.failure, fitted.columns, columns, toldFailures, paint));
    }
    if (row.status === "pending") {
      lines.push(paint("dim", `${startOf(row, fitted.columns)}not measured yet`));
    }
  }
  lines.push(...renderProcesses(group, columns, paint));
  return lines;
}

function renderHeadings(
  columns: readonly FittedColumn[],
  hasFigures: boolean,
  paint: Paint,
): string[] {
  if (!hasFigures) return [];
  const spans = spansOf(columns).map(({ first, members }) => {
    const width = members.reduce((sum, { width, gap }) => sum + width + gap, 0) - first.gap;
    const place = first.id === "relative" ? padCentre : padStart;
    return " ".repeat(first.gap) + place(first.span, width);
  });
  const heads = columns.map((column) => pad(column, column.head));
  return [spans.join(""), heads.join("")]
    .filter((line) => line.trim() !== "")
    .map((line) => paint("dim", line));
}

function renderRow(row: Row, columns: readonly FittedColumn[], paint: Paint): string {
  return columns
    .map((column) => paint(styleOf(column, row), pad(column, column.cell(row))))
    .join("");
}

function styleOf({ id }: FittedColumn, row: Row): Style {
  if (row.checks !== null) return "dim";
  if (id === "notes") return "yellow";
  if (id === "errors" && (row.errorShare ?? 0) > 0) return "red";
  if (row.status === "invalid") return "dim";
  if (id === "verdict") return verdictStyles[row.relative?.verdict ?? "none"];
  if (id === "throughput" || id === "name")
    return row.rank?.high === 1 ? ["bold", "green"] : "bold";
  return [];
}

const verdictStyles: Record<Verdict | "none", Style> = {
  faster: "green",
  slower: "red",
  tie: [],
  unresolved: "yellow",
  none: "dim",
};

/** Stage and reason; what was told in full above is only named. */
function renderFailure(
  row: Row,
  failure: NonNullable<Row["failure"]>,
  columns: readonly FittedColumn[],
  available: number,
  told: Set<string>,
  paint: Paint,
): string[] {
  const { failed, planned } = row.windows;
  const { message } = failure;
  const id = JSON.stringify([row.stack, row.variant, failure.stage, message]);
  const rounds = failed < planned ? ` in ${failed} of ${planned} rounds` : "";
  const reason = told.has(id) ? "as above" : message;
  told.add(id);
  const start = row.throughput
    ? " ".repeat(columns[0]!.width + columns[1]!.gap + 2)
    : startOf(row, columns);
  return wrap(start, `FAILED at ${failure.stage}${rounds}: ${reason}`, available).map((line) =>
    paint("red", line),
  );
}

/** Rank and name as in the table's columns, for rows without figures. */
function startOf(row: Row, columns: readonly FittedColumn[]): string {
  const [rank, name] = columns;
  const mark = row.checks === null ? absent : "";
  return `${pad(rank!, mark)}${pad(name!, name!.cell(row))}  `;
}

function labelled(label: string, text: string, columns: number, paint: Paint): string[] {
  const [first = "", ...rest] = wrap(padEnd(label, 11), text, columns);
  return [paint("dim", first.slice(0, 11)) + first.slice(11), ...rest];
}

function pad({ align, width, gap }: FittedColumn, text: string): string {
  return " ".repeat(gap) + (align === "right" ? padStart(text, width) : padEnd(text, width));
}
