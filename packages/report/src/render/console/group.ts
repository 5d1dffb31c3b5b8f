import type { Verdict } from "@stackbench/statistics";
import { describeComparison, describeGroup } from "../../describe/group.ts";
import { columnsOf, type ColumnId } from "../../describe/run-columns.ts";
import type { Row } from "../../row.ts";
import type { Group, Table } from "../../table.ts";
import type { Paint, Style } from "./style.ts";
import { leftOut } from "./left-out.ts";
import { renderParts } from "./parts.ts";
import { renderProcesses } from "./processes.ts";
import { renderSlos } from "./slo.ts";
import { narrowingSteps } from "./narrowing.ts";
import { cellsOf, fitColumns, headLines, rowLine, type Fitted } from "./table.ts";
import { wrap } from "./text-layout.ts";

/** What the groups of one table share. */
export interface GroupContext {
  columns: number;
  paint: Paint;
  /** Failures that were told in full above. */
  toldFailures: Set<string>;
  /** Gathers the headings that found no room, and the columns that did. */
  leftOut: Set<string>;
  shown: Set<ColumnId>;
}

export function newContext(columns: number, paint: Paint): GroupContext {
  return { columns, paint, toldFailures: new Set(), leftOut: new Set(), shown: new Set() };
}

/** The lines of one group: what it is of, its rows, and what belongs to them. */
export function renderGroup(group: Group, table: Table, context: GroupContext): string[] {
  const { columns, paint, toldFailures } = context;
  const comparison = describeComparison(group, table);
  const all = columnsOf(group, table.remarks);
  const fitted = fitColumns(all, group.rows, columns, narrowingSteps(group));
  for (const heading of leftOut(all, fitted, group)) context.leftOut.add(heading);
  for (const { id } of fitted) context.shown.add(id);
  const lines = wrap("", describeGroup(group, table), columns).map((line) => paint("bold", line));
  if (comparison !== null) {
    lines.push(...wrap("", comparison, columns).map((line) => paint("dim", line)));
  }
  if (group.rows.some((row) => row.throughput !== null)) {
    lines.push(...headLines(fitted).map((line) => paint("dim", line)));
  }
  for (const row of group.rows) {
    if (row.throughput) lines.push(renderRow(row, fitted, paint));
    if (row.failure) {
      lines.push(
        ...renderFailure(row, row.failure, {
          columns: fitted,
          available: columns,
          told: toldFailures,
          paint,
        }),
      );
    }
    if (row.status === "pending") {
      lines.push(paint("dim", `${startOf(row, fitted)}not measured yet`));
    }
  }
  lines.push(
    ...renderParts(group, columns, paint),
    ...renderSlos(group, columns, paint),
    ...renderProcesses(group, columns, paint),
  );
  return lines;
}

type RunFitted = Fitted<Row, ColumnId>;

function renderRow(row: Row, columns: readonly RunFitted[], paint: Paint): string {
  return cellsOf(row, columns)
    .map(({ column, blanks, text }) => paint(styleOf(column, row), blanks + text))
    .join("");
}

function styleOf({ id }: RunFitted, row: Row): Style {
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
interface FailureLayout {
  columns: readonly RunFitted[];
  /** Columns of the console. */
  available: number;
  /** Failures that stand above already. */
  told: Set<string>;
  paint: Paint;
}

function renderFailure(
  row: Row,
  failure: NonNullable<Row["failure"]>,
  { columns, available, told, paint }: FailureLayout,
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
function startOf(row: Row, columns: readonly RunFitted[]): string {
  return `${rowLine(row, columns.slice(0, 2))}  `;
}
