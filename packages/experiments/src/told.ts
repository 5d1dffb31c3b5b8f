import {
  inMarkdown,
  joinMarkdown,
  paragraph,
  readingOf,
  renderRows,
  tableInMarkdown,
  type Column,
  type Conclusion,
  type ConsoleOptions,
  type Markdown,
} from "@stackbench/report";
import type { Outcome } from "./kind.ts";

/** What a run says, once: the console, the Markdown and the page show the same of it. */
export interface Told {
  /** One or two sentences each. They come first. */
  answers: readonly string[];
  sections: readonly Section[];
  /** How to read the tables. */
  reading: string;
}

export interface Section {
  title?: string;
  tables: readonly ToldTable[];
  /** What the tables do not hold, a sentence each. */
  lines?: readonly string[];
}

export interface ToldTable {
  console(options: ConsoleOptions): string;
  markdown: Markdown;
}

/** `keyColumns`: how many columns say what a line is of; they stand in each part of a table that is too wide. */
export function tableOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  keyColumns?: number,
): ToldTable {
  return {
    console: (options) => renderRows(columns, rows, options, keyColumns),
    markdown: tableInMarkdown(columns, rows),
  };
}

/** What is told, in the forms that a kind of experiment hands on. */
export function showTold(
  told: Told,
  pictures: Conclusion["pictures"],
): Pick<Outcome, "page" | "table" | "markdown"> {
  return {
    page: { sentences: told.answers, pictures, reading: told.reading },
    table: (options) => `\n${onConsole(told, options)}`,
    markdown: inMarkdownForm(told),
  };
}

function onConsole({ answers, sections, reading }: Told, options: ConsoleOptions): string {
  const blocks = [
    ...answers.map((answer) => paragraph(answer, options)),
    ...sections.map(({ title, tables, lines = [] }) =>
      [
        ...(title === undefined ? [] : [title]),
        ...tables.map((table) => table.console(options)),
        ...lines.map((line) => paragraph(line, options)),
      ].join("\n"),
    ),
    ...readingOf(reading, options),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function inMarkdownForm({ answers, sections, reading }: Told): Markdown {
  const listed = (lines: readonly string[]): Markdown[] =>
    lines.length === 0
      ? []
      : [
          joinMarkdown(
            lines.map((line) => inMarkdown`- ${line}`),
            "\n",
          ),
        ];
  const blocks = sections.flatMap(({ title, tables, lines = [] }) => [
    ...(title === undefined ? [] : [inMarkdown`**${title}**`]),
    ...tables.map(({ markdown }) => markdown),
    ...listed(lines),
  ]);
  return inMarkdown`${joinMarkdown([...listed(answers), ...blocks, reading], "\n\n")}\n`;
}
