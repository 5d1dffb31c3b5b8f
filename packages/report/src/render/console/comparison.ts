import type { ComparedCase } from "../../compare/cases.ts";
import type { RunComparison } from "../../compare/runs.ts";
import { numberedRemarks, remarkTexts } from "../../describe/change.ts";
import {
  comparisonColumns,
  comparisonGroups,
  type ComparisonColumn,
  type ComparisonColumnId,
} from "../../describe/comparison-columns.ts";
import {
  describeChanges,
  describeColumns,
  describeRefusals,
  describeRuns,
  describeSide,
  titleOf,
} from "../../describe/comparison.ts";
import { cleanData } from "../clean-text.ts";
import { painter, type ConsoleOptions, type Paint, type Style } from "./style.ts";
import { cellsOf, fitColumns, headLines, type Fitted, type Step } from "./table.ts";
import { wrap } from "./text-layout.ts";

/** Compared cases as tables with their notes, in lines of at most `columns` columns, ending in a line feed. */
export function renderCases(
  raw: readonly ComparedCase[],
  { columns, colour, explain }: ConsoleOptions,
): string {
  const cases = cleanData(raw);
  const paint = painter(colour);
  const numbers = numberedRemarks(cases);
  const groups = comparisonGroups(cases).map((group) => [
    paint("bold", titleOf(group)),
    ...renderGroup(
      group,
      fitColumns(comparisonColumns(group, numbers), group, columns, narrowing),
      paint,
    ),
  ]);
  const notes = [...numbers].flatMap(([kind, number]) =>
    wrap(`  ${number}  `, `${remarkTexts[kind]}.`, columns),
  );
  const blocks = [...groups, notes, explain ? reading(cases, columns, paint) : []];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n")}\n`;
}

/** Two runs on the console: what changed, what they are, what forbids the comparison, the cases. */
export function renderComparison(raw: RunComparison, options: ConsoleOptions): string {
  const comparison = cleanData(raw);
  const warning = describeRefusals(comparison);
  const head = [
    ...wrap("", describeChanges(comparison.cases), options.columns),
    ...(warning === undefined ? [] : wrap("", warning, options.columns)),
    "",
    ...wrap("base  ", describeSide(comparison.base), options.columns),
    ...wrap("head  ", describeSide(comparison.head), options.columns),
    "",
    ...describeRuns(comparison).flatMap((text) => wrap("", text, options.columns)),
  ];
  return `${head.join("\n")}\n\n${renderCases(comparison.cases, options)}`;
}

/** What a narrow table does without, least loss first; then names are shortened. */
const expendable: readonly ComparisonColumnId[] = [
  "rounds",
  "cpu-interval",
  "cpu-cost",
  // The lines about both runs tell of these too.
  "steal",
  "background",
  "cpu",
];

const narrowing: readonly Step<ComparedCase, ComparisonColumnId>[] = [
  ...expendable.map(
    (dropped): Step<ComparedCase, ComparisonColumnId> =>
      (columns) =>
        columns.filter(({ id }) => id !== dropped),
  ),
  shortenInterval,
];

/** How far it reaches, where its ends have no room. */
function shortenInterval(columns: readonly ComparisonColumn[]): readonly ComparisonColumn[] {
  return columns.map((column) => {
    if (column.id !== "interval") return column;
    return {
      ...column,
      head: "±",
      cell(compared: ComparedCase) {
        const cell = column.cell(compared);
        return cell.kind === "changeInterval" ? { ...cell, short: true } : cell;
      },
    };
  });
}

function renderGroup(
  group: readonly ComparedCase[],
  columns: readonly Fitted<ComparedCase, ComparisonColumnId>[],
  paint: Paint,
): string[] {
  return [
    ...headLines(columns).map((line) => paint("dim", line)),
    ...group.map((compared) =>
      cellsOf(compared, columns)
        .map(({ column, blanks, text }) => blanks + paint(styleOf(column.id, compared), text))
        .join(""),
    ),
  ];
}

function styleOf(id: ComparisonColumnId, { verdict }: ComparedCase): Style {
  if (id === "notes") return "yellow";
  if (id !== "verdict") return [];
  if (verdict === "faster") return ["bold", "green"];
  if (verdict === "slower") return ["bold", "red"];
  return verdict === "tie" ? [] : "yellow";
}

function reading(cases: readonly ComparedCase[], columns: number, paint: Paint): string[] {
  return wrap("", describeColumns(cases), columns).map((line) => paint("dim", line));
}
