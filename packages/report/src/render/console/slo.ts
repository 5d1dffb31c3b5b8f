import { sloColumns, slosIn } from "../../describe/slo.ts";
import type { Group } from "../../table.ts";
import type { Paint } from "./style.ts";
import { tableUnder } from "./table.ts";

/** What stands under a table in the console: each term of the SLO for each of its rows. */
export function renderSlos({ rows }: Group, columns: number, paint: Paint): string[] {
  return tableUnder(sloColumns, slosIn(rows), columns, paint);
}
