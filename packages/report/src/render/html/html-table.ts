import { wholeHead, type Cell, type Column } from "../../describe/cell.ts";
import { cellText } from "../cell-text.ts";
import { Markup } from "../markup.ts";

/** What belongs to a row beside its cells. */
export interface RowMark {
  /** The row's name in pictures: it is hidden with them. */
  name?: string;
  isDimmed?: boolean;
}

/** Characters: longer text breaks into lines, so that nobody has to push the table aside to read it. */
const mostOnOneLine = 60;

/** Rows of any kind as a table that can be sorted by a click on a heading, in a frame that scrolls by itself. */
export function tableInHtml<Row, Id extends string>(
  caption: string,
  columns: readonly Column<Row, Id>[],
  rows: readonly Row[],
  {
    partOf = ({ cell }, row) => cellText(cell(row)),
    markOf = () => ({}),
  }: {
    partOf?: (column: Column<Row, Id>, row: Row) => string | Markup;
    markOf?: (row: Row) => RowMark;
  } = {},
): Markup {
  const names = namesIn(columns);
  const heads = columns.map(
    (column, index) =>
      Markup.of`<th scope="col" class="${column.align}${index === names ? " names" : ""}">${wholeHead(column)}</th>`,
  );
  const lines = rows.map((row) => {
    const { name, isDimmed } = markOf(row);
    const cells = columns.map((column, index) => {
      const value = sortValueOf(column.cell(row));
      const attribute = value === null ? Markup.of`` : Markup.of` data-value="${value}"`;
      const content = partOf(column, row);
      const isLong = typeof content === "string" && content.length > mostOnOneLine;
      if (index === names) {
        return Markup.of`<th scope="row" class="names${isLong ? " long" : ""}"${attribute}>${content}</th>`;
      }
      return Markup.of`<td class="${column.align}${isLong ? " long" : ""}"${attribute}>${content}</td>`;
    });
    const marked = name === undefined ? Markup.of`` : Markup.of` data-name="${name}"`;
    return Markup.of`<tr${marked}${isDimmed ? Markup.of` class="dim"` : Markup.of``}>${Markup.join(cells)}</tr>`;
  });
  return Markup.of`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${Markup.join(heads)}</tr></thead>
<tbody>
${Markup.join(lines)}
</tbody></table></div>`;
}

/** Where the column is that says what a row is of: the first, or behind its place; -1 where neither is text. */
function namesIn(columns: readonly Pick<Column<never>, "align">[]): number {
  return columns.slice(0, 2).findIndex(({ align }) => align === "left");
}

/** What a cell is sorted by; null for what sorts as its text. */
function sortValueOf(cell: Cell): string | null {
  switch (cell.kind) {
    case "figure":
      return String(cell.value);
    case "change":
    case "changeInterval":
      return String(cell.ratio);
    case "places":
    case "interval":
      return String(cell.low);
    case "step":
      return String(cell.to);
    default:
      return null;
  }
}
