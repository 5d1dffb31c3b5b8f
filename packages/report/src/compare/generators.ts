import { throughputByRound, type WindowRecord } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import type { Row, RowCaution } from "../table.ts";

/** Beyond this share two generators disagree about a server. */
const disagreementLimit = 0.05;

/**
 * A second generator's row with how far it is from the first's: the median of the ratios of throughput
 * round by round, minus one. A round with several windows counts as in the tables: by their geometric mean. Rounds in
 * which one of the two has no valid window are left out.
 */
export function compareGenerators(
  second: Row,
  first: Row,
  windowsOf: (row: Row) => readonly WindowRecord[],
): Row {
  const firstByRound = byRound(first, windowsOf);
  const ratios = [...byRound(second, windowsOf)].flatMap(([round, throughput]) => {
    const other = firstByRound.get(round);
    return other === undefined ? [] : [throughput / other];
  });
  if (ratios.length === 0) return second;
  const disagreement = median(ratios) - 1;
  if (Math.abs(disagreement) <= disagreementLimit) return { ...second, disagreement };
  const caution: RowCaution = {
    kind: "generators-disagree",
    severity: "note",
    message: `${second.generator} measured ${(Math.abs(disagreement) * 100).toFixed(0)} % ${disagreement < 0 ? "less" : "more"} than ${first.generator} (limit ${disagreementLimit * 100} %)`,
    windows: ratios.length,
    invalidWindows: 0,
  };
  return { ...second, disagreement, cautions: [...second.cautions, caution] };
}

function byRound(
  row: Row,
  windowsOf: (row: Row) => readonly WindowRecord[],
): ReadonlyMap<number, number> {
  return throughputByRound(windowsOf(row), row.generator).get(row.key) ?? new Map();
}
