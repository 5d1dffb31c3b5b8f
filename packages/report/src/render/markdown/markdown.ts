import { wholeHead, type Column } from "../../describe/cell.ts";
import { cellText } from "../cell-text.ts";
import { cleanText, foldLines } from "../clean-text.ts";

/** Markdown as it is written to a file. Only what is here makes it, so that text from outside is never taken for it. */
class Markdown {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
export type { Markdown };

/** What stands in a template or a cell: text is shown as it is, Markdown is taken for what it says. */
export type MarkdownPart = string | number | Markdown;

/** Markdown with text from outside in it, as a template: inMarkdown`**${name}** failed`. */
export function inMarkdown(
  strings: TemplateStringsArray,
  ...parts: readonly MarkdownPart[]
): Markdown {
  let text = strings[0]!;
  for (const [index, part] of parts.entries()) {
    const isFirst = text === "" || text.endsWith("\n");
    text += partText(part, isFirst) + strings[index + 1]!;
  }
  return new Markdown(text);
}

/** Parts one after the other; line feeds between them make lines or paragraphs. */
export function joinMarkdown(parts: readonly MarkdownPart[], separator: string): Markdown {
  const starts = separator === "" || separator.endsWith("\n");
  return new Markdown(
    parts.map((part, index) => partText(part, index === 0 || starts)).join(separator),
  );
}

/** Lines of a log as a block of code that no line in it can end. */
export function fenced(text: string): Markdown {
  const content = cleanText(text);
  const runs = content.match(/`+/g) ?? [];
  const fence = "`".repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), 3));
  return new Markdown(`${fence}text\n${content}\n${fence}`);
}

export interface MarkdownColumn {
  head: string;
  align: "left" | "right";
}

/** A GitHub table. */
export function markdownTable(
  columns: readonly MarkdownColumn[],
  rows: readonly (readonly MarkdownPart[])[],
): Markdown {
  const line = (cells: readonly MarkdownPart[]): string =>
    `| ${cells.map((cell) => partText(cell, false)).join(" | ")} |`;
  return new Markdown(
    [
      line(columns.map(({ head }) => head)),
      `| ${columns.map(({ align }) => (align === "right" ? "--:" : ":--")).join(" | ")} |`,
      ...rows.map(line),
    ].join("\n"),
  );
}

/** Rows of any kind as a table; `partOf` where a place holds more than its cell. */
export function tableInMarkdown<Row, Id extends string>(
  columns: readonly Column<Row, Id>[],
  rows: readonly Row[],
  partOf: (column: Column<Row, Id>, row: Row) => MarkdownPart = ({ cell }, row) =>
    cellText(cell(row)),
): Markdown {
  return markdownTable(
    columns.map((column) => ({ head: wholeHead(column), align: column.align })),
    rows.map((row) => columns.map((column) => partOf(column, row))),
  );
}

function partText(part: MarkdownPart, isFirst: boolean): string {
  return part instanceof Markdown ? part.text : plain(String(part), isFirst);
}

/** Text on one line that Markdown shows as it is, in a table's cell too. `isFirst`: at the beginning of a line. */
function plain(text: string, isFirst: boolean): string {
  const line = foldLines(text)
    // table.md is read as it stands too: within a word an underscore is one, and so is the sign that ends a text.
    .replaceAll(
      /[\\`*[\]<>|~]|#(?=.)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#|\w+;)/g,
      String.raw`\$&`,
    )
    // GitHub calls the people and counts the issues that are named so, escaped or not.
    .replaceAll(/(?<!\w)@(?=\w)|(?<=\\)#(?=\d)|\bGH-(?=\d)/gi, "$&&#8203;");
  if (!isFirst) return line;
  // What would begin a heading or a list, or make a heading of the line before.
  return line.replace(/^ ?(?=[-+=#])|^ ?\d+(?=[.)])/, "$&\\");
}
