import {
  documentTable,
  inMarkdown,
  joinMarkdown,
  Markup,
  paragraph,
  readingOf,
  renderRows,
  tableInMarkdown,
  type Column,
  type Conclusion,
  type ConsoleOptions,
  type DocumentPart,
  type Markdown,
} from "@stackbench/report";
import type { Outcome } from "./kind.ts";

/** What a run says to its question, once: the console, the Markdown and the page show the same of it. */
export interface Findings {
  /** One or two sentences each. They come first. */
  answers: readonly string[];
  /** How SLOs were kept, behind the answers: a page says it of any run by itself. */
  slos?: readonly string[];
  sections: readonly Section[];
  /** How to read the tables. */
  reading: string;
}

export interface Section {
  title: string;
  tables: readonly FoundTable[];
  /** What the tables do not hold, a sentence each. */
  lines?: readonly string[];
}

export interface FoundTable {
  console(options: ConsoleOptions): string;
  markdown: Markdown;
  /** Undefined where a page shows it with the run's rows. */
  inHtml(caption: string): Markup | undefined;
}

interface TableTraits<Row> {
  /** How many columns say what a line is of; they stand in each part of a table that is too wide. */
  keyColumns?: number;
  /** What a row is called in pictures, with which it is chosen. */
  nameOf?(row: Row): string;
  /** Whether a page shows it with the run's rows. */
  isOfRows?: true;
}

export function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { keyColumns, nameOf, isOfRows }: TableTraits<Row> = {},
): FoundTable {
  return {
    console: (options) => renderRows(columns, rows, options, keyColumns),
    markdown: tableInMarkdown(columns, rows),
    inHtml: (caption) => (isOfRows ? undefined : documentTable(caption, columns, rows, nameOf)),
  };
}

/** The findings in the forms that a kind of experiment hands on. */
export function showFindings(
  findings: Findings,
  pictures: Conclusion["pictures"],
): Pick<Outcome, "page" | "table" | "markdown"> {
  const { answers, sections, reading } = findings;
  return {
    page: { sentences: answers, pictures, parts: sections.flatMap(partOf), reading },
    table: (options) => `\n${onConsole(findings, options)}`,
    markdown: inMarkdownForm(findings),
  };
}

function onConsole(
  { answers, slos = [], sections, reading }: Findings,
  options: ConsoleOptions,
): string {
  const blocks = [
    ...[...answers, ...slos].map((answer) => paragraph(answer, options)),
    ...sections.map(({ title, tables, lines = [] }) =>
      [
        title,
        ...tables.map((table) => table.console(options)),
        ...lines.map((line) => paragraph(line, options)),
      ].join("\n"),
    ),
    ...readingOf(reading, options),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function inMarkdownForm({ answers, slos = [], sections, reading }: Findings): Markdown {
  const blocks = sections.flatMap(({ title, tables, lines = [] }) => [
    inMarkdown`**${title}**`,
    ...tables.map(({ markdown }) => markdown),
    ...listed(lines),
  ]);
  return inMarkdown`${joinMarkdown([...listed([...answers, ...slos]), ...blocks, reading], "\n\n")}\n`;
}

function listed(lines: readonly string[]): Markdown[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => inMarkdown`- ${line}`);
  return [joinMarkdown(items, "\n")];
}

/** None where a page shows the same by its rows or in a picture. */
function partOf({ title, tables, lines = [] }: Section): DocumentPart[] {
  const shown = tables.flatMap((table) => table.inHtml(title) ?? []);
  if (shown.length === 0) return [];
  return [{ title, paragraphs: lines, content: Markup.join(shown) }];
}
