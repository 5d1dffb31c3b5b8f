import {
  column,
  documentTable,
  figure,
  inMarkdown,
  joinMarkdown,
  oneLine,
  paragraph,
  readingOf,
  renderRows,
  rightColumn,
  tableInMarkdown,
  text,
  unknown,
  type Cell,
  type Column,
  type ConsoleOptions,
  type DocumentPart,
  type Markdown,
} from "@stackbench/report";
import type { Estimate } from "../estimate.ts";
import type { Difference, ProfilePair } from "./pairs.ts";
import type { FunctionEstimate, VariantProfile } from "./profiles.ts";

const shownFunctions = 12;
const shownDifferences = 10;

interface Section {
  title: string;
  console(options: ConsoleOptions): string;
  markdown: Markdown;
  page: DocumentPart;
}

/** The answers first, then the hottest functions of each variant, then where two differ, then how to read it. */
export function renderProfiles(
  answers: readonly string[],
  profiles: readonly VariantProfile[],
  pairs: readonly ProfilePair[],
  options: ConsoleOptions,
): string {
  const paragraphs = answers.map((answer) => paragraph(answer, options));
  const tables = sectionsOf(profiles, pairs).map((one) => `${one.title}\n${one.console(options)}`);
  return `${[...paragraphs, ...tables, ...readingOf(reading, options)].join("\n\n")}\n`;
}

export function renderProfilesMarkdown(
  answers: readonly string[],
  profiles: readonly VariantProfile[],
  pairs: readonly ProfilePair[],
): Markdown {
  const items = answers.map((answer) => inMarkdown`- ${answer}`);
  const tables = sectionsOf(profiles, pairs).flatMap(({ title, markdown }) => [
    inMarkdown`**${title}**`,
    markdown,
  ]);
  return inMarkdown`${joinMarkdown([joinMarkdown(items, "\n"), ...tables, reading], "\n\n")}\n`;
}

/** The same tables for the run's page. */
export function profileParts(
  profiles: readonly VariantProfile[],
  pairs: readonly ProfilePair[],
): DocumentPart[] {
  return sectionsOf(profiles, pairs).map(({ page }) => page);
}

export const reading =
  "Shares are of the time in which a thread of the app was at work: what waits is left out. self: in the function itself; total: in it and in what it called. Where no file stands, the code is the runtime's own or the kernel's on its behalf. Windows with a profiler on are counted among no other figures. The .svg files are flame graphs, and differences of two; the .speedscope.json files open in https://www.speedscope.app.";

function sectionsOf(profiles: readonly VariantProfile[], pairs: readonly ProfilePair[]): Section[] {
  return [
    ...profiles
      .filter(({ functions }) => functions.length > 0)
      .map(({ row, functions }) =>
        section(
          `${row.key} · ${row.workload} · hottest functions`,
          functionColumns,
          functions.slice(0, shownFunctions),
        ),
      ),
    ...pairs
      .filter(({ differences }) => differences.length > 0)
      .map(({ anchor, other, differences }) =>
        section(
          `${anchor.row.key} against ${other.row.key} · ${anchor.row.workload} · where they differ most`,
          differenceColumns(anchor.row.key, other.row.key),
          differences.slice(0, shownDifferences),
        ),
      ),
  ];
}

function section<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Section {
  return {
    title,
    console: (options) => renderRows(columns, rows, options),
    markdown: tableInMarkdown(columns, rows),
    page: { title, table: documentTable(title, columns, rows) },
  };
}

type Named = Pick<FunctionEstimate, "name" | "file" | "line" | "library">;

const named: readonly Column<Named>[] = [
  column("name", "function", "left", ({ name }) => text(oneLine(name))),
  column("library", "part of", "left", ({ library }) => text(oneLine(library))),
  column("place", "where", "left", ({ file, line }) =>
    text(oneLine(line === 0 ? file : `${file}:${line}`)),
  ),
];

const functionColumns: readonly Column<FunctionEstimate>[] = [
  ...named,
  rightColumn("self %", ({ self }) => figure(self.estimate, "percent")),
  rightColumn("interval", ({ self }) => intervalCell(self)),
  rightColumn("total %", ({ total }) => figure(total.estimate, "percent")),
];

function differenceColumns(anchor: string, other: string): Column<Difference>[] {
  return [
    ...named,
    rightColumn("self %", ({ share }) => figure(share.estimate, "percent"), anchor),
    rightColumn("self % ", ({ other: share }) => figure(share.estimate, "percent"), other),
    rightColumn("interval", ({ difference }) => intervalCell(difference), "difference"),
  ];
}

function intervalCell({ interval }: Estimate): Cell {
  return interval
    ? { kind: "interval", low: interval.low, high: interval.high, unit: "percent" }
    : unknown;
}
