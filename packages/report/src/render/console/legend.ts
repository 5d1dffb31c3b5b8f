import { adviceFor, type Caution } from "@stackbench/model";
import type { ColumnId } from "../../describe/run-columns.ts";
import type { Paint } from "./style.ts";
import { describeFigures } from "../../describe/figures.ts";
import { countText } from "../../describe/remarks.ts";
import { displayWidth, padEnd, wrap } from "./text-layout.ts";
import type { Remark, Table } from "../../table.ts";

interface NoteLayout {
  columns: number;
  paint: Paint;
  /** Whether each note is told in full. */
  explain: boolean;
}

/** Lines that a note may take where it is not told in full. */
const mostLines = 2;

/** What holds for the run as a whole, with advice. */
export function renderCautions(cautions: readonly Caution[], layout: NoteLayout): string[] {
  return cautions.flatMap(({ kind, message }) => {
    const text = `${kind}: ${sentence(message)} ${adviceFor(kind)}`;
    return noteLines("", text, layout).map((line) => layout.paint("yellow", line));
  });
}

function noteLines(prefix: string, text: string, { columns, explain }: NoteLayout): string[] {
  const lines = wrap(prefix, text, columns);
  if (explain || lines.length <= mostLines) return lines;
  const words = lines[mostLines - 1]!.split(" ");
  while (displayWidth(`${words.join(" ")} …`) > columns) words.pop();
  return [...lines.slice(0, mostLines - 1), `${words.join(" ")} …`];
}

/** What the marks in the notes column stand for, with advice. */
export function renderRemarks(remarks: readonly Remark[], layout: NoteLayout): string[] {
  const { paint } = layout;
  if (remarks.length === 0) return [];
  const lines = remarks.flatMap((remark) => {
    const { mark, kind, message, advice } = remark;
    const [first = "", ...rest] = noteLines(
      `  ${mark}  `,
      `${kind} (${countText(remark)}): ${sentence(message)} ${advice}`,
      layout,
    );
    return [first.replace(kind, paint("yellow", kind)), ...rest];
  });
  return [paint("bold", "notes"), ...lines];
}

/** What of all groups' columns found room. */
export interface ColumnUse {
  shown: ReadonlySet<ColumnId>;
  /** In words. */
  leftOut: ReadonlySet<string>;
}

/** How to read the figures, and where to find what is not shown. */
export function renderReading(
  table: Table,
  { leftOut, shown }: ColumnUse,
  columns: number,
  paint: Paint,
): string[] {
  const terms = describeFigures(table, shown);
  if (leftOut.size > 0) {
    terms.push(["no room for", `${[...leftOut].join(", ")}: see table.md, or widen the terminal.`]);
  }
  if (table.rows.some((row) => (row.failure?.logLines.length ?? 0) > 0)) {
    terms.push(["FAILED", "the last log lines of what failed are in table.md."]);
  }
  const width = Math.max(...terms.map(([term]) => displayWidth(term)));
  const lines = terms.flatMap(([term, meaning]) =>
    wrap(`  ${padEnd(term, width)}  `, meaning, columns),
  );
  return ["how to read it", ...lines].map((line) => paint("dim", line));
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
