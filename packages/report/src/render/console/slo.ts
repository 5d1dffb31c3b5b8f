import { sloColumns, slosIn } from "../../describe/slo.ts";
import type { Group } from "../../table.ts";
import type { Paint } from "./style.ts";
import { fitColumns, headLines, rowLine } from "./table.ts";

/** What stands under a table in the console: each term of the SLO for each of its rows. */
export function renderSlos({ rows }: Group, columns: number, paint: Paint): string[] {
  const figures = slosIn(rows);
  if (figures.length === 0) return [];
  const fitted = fitColumns(sloColumns, figures, columns);
  return [
    "",
    ...headLines(fitted).map((line) => paint("dim", line)),
    ...figures.map((figure) => rowLine(figure, fitted)),
  ];
}
