import { throughputByRound, type WindowRecord } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import type { CaseFigures, RowCaution } from "../row.ts";
import { armIn } from "./arms.ts";

/** Beyond this share two generators disagree about a server. */
const disagreementLimit = 0.05;

/** A case's figures with the windows that they are of. */
export interface CheckedCase {
  figures: CaseFigures;
  windows: readonly WindowRecord[];
}

export interface Disagreement {
  /** How far the second is from the first, as a share (-0.1: 10 % less); null without a common round. */
  disagreement: number | null;
  cautions: RowCaution[];
}

/**
 * How far a second generator is from the first: the median of the ratios of throughput round by round, minus one. A
 * round with several windows counts as in the tables: by their geometric mean. Rounds in which one of the two has no
 * valid window are left out.
 */
export function compareGenerators(
  second: CheckedCase,
  first: CheckedCase | undefined,
): Disagreement {
  if (first === undefined) return { disagreement: null, cautions: [] };
  const firstByRound = byRound(first);
  const ratios = [...byRound(second)].flatMap(([round, throughput]) => {
    const other = firstByRound.get(round);
    return other === undefined ? [] : [throughput / other];
  });
  if (ratios.length === 0) return { disagreement: null, cautions: [] };
  const disagreement = median(ratios) - 1;
  if (Math.abs(disagreement) <= disagreementLimit) return { disagreement, cautions: [] };
  const [name, other] = [second.figures.generator, first.figures.generator];
  const caution: RowCaution = {
    kind: "generators-disagree",
    severity: "note",
    message: `${name} measured ${(Math.abs(disagreement) * 100).toFixed(0)} % ${disagreement < 0 ? "less" : "more"} than ${other} (limit ${disagreementLimit * 100} %)`,
    windows: ratios.length,
    invalidWindows: 0,
  };
  return { disagreement, cautions: [caution] };
}

function byRound({ figures, windows }: CheckedCase): ReadonlyMap<number, number> {
  return armIn(throughputByRound(windows, figures.generator), figures.key);
}
