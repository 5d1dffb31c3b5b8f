import {
  figureByRound,
  overlap,
  partsOf,
  telltalesByRound,
  type ComparedFigure,
  type Experiment,
  type ThroughputByRound,
  type WindowRecord,
} from "@stackbench/model";
import { rankIntervals, type Looks, type Verdict } from "@stackbench/statistics";
import { percentChange } from "../numbers.ts";
import type { CaseFigures, CostVerdict, Relative, Standing, WithinSpeeds } from "../row.ts";
import { costPerRequest } from "../summarise/resources.ts";
import { relateArms, type Family } from "./arms.ts";
import { comparedByRound } from "./figure.ts";
import { compareParts } from "./part-rows.ts";
import { relateWithinSpeeds, sameSpeedIn } from "./within-speeds.ts";

/** From this share on a server's CPUs count as full: then throughput and CPU time per request tell one story. */
const fullShare = 0.9;

const costVerdicts: Record<Verdict, CostVerdict> = {
  faster: "cheaper",
  slower: "dearer",
  tie: "tie",
  unresolved: "unresolved",
};

/** How the rows of a group stand to each other. */
export interface Standings {
  /** Key of the row that the others are compared with; null where no two rows may be compared. */
  anchor: string | null;
  standingOf(row: CaseFigures): Omit<Standing, "disagreement">;
}

/** What the rows of a group are compared by, and in which run. */
export interface Comparing {
  windows: readonly WindowRecord[];
  /** Throughput of all variants; none in open loop. */
  speeds: ThroughputByRound;
  by: ComparedFigure;
  experiment: Pick<
    Experiment,
    "anchor" | "variants" | "generators" | "cpus" | "mix" | "customRequests"
  >;
  looks: Looks;
}

/**
 * Settles among the rows of a group, in their order, who is the anchor, how the others stand to it, and which places
 * each may have. A row is compared that was measured by the first generator without a failure and under the usual
 * tuning; one that a caution forbids to rank (the generator was its limit) by CPU time per request only. The anchor
 * is the experiment's, or the first of its variants that may be compared where that one may not: whom the rule of stopping
 * watched the others against.
 */
export function compareRows(
  rows: readonly CaseFigures[],
  { windows, speeds, by, experiment, looks }: Comparing,
): Standings {
  const generator = experiment.generators[0]!;
  const figures = comparedByRound(by, windows, generator);
  const comparable = rows.filter(mayBeCompared).map(({ key }) => key);
  const ranked = rows.filter((row) => mayBeRanked(row) && figures.has(row.key)).map(keyOf);
  const anchor = chooseAnchor(experiment, ranked, comparable);
  const telltales = telltalesByRound(windows, generator);
  const family = relateArms(figures, ranked, {
    lowerIsBetter: by.kind === "latency",
    looks,
    telltales,
  });
  const places = rankIntervals(ranked, family.comparisons);
  const costs = (others: readonly "database"[]): Family =>
    relateArms(
      figureByRound(windows, generator, (window) => costPerRequest(window, others)),
      comparable,
      { lowerIsBetter: true, looks, telltales },
    );
  const costFamily = costs([]);
  const shared = overlap(experiment.cpus.server, experiment.cpus.database);
  const witnesses: Witnesses = {
    throughput: family,
    // All that was spent on the server's CPUs: a row may be faster because its queries are cheaper.
    cost: shared ? costs(["database"]) : costFamily,
  };
  const [{ workload, level }] = rows as [CaseFigures];
  const parts = partsOf(experiment, workload);
  // Where the generator was the limit, times are its own.
  const sound = rows.filter(mayBeRanked).map(keyOf);
  const ofParts =
    parts && anchor !== null && sound.includes(anchor)
      ? compareParts(sound, anchor, { parts, level, windows, generator, looks })
      : undefined;
  const anchorRow = rows.find((row) => row.key === anchor && row.checks === null);
  // Where the rows were compared at the same speed, that is it.
  const withinSpeeds = (key: string, base: string): WithinSpeeds | undefined =>
    looks.withinHeaps
      ? sameSpeedIn(by.kind === "throughput" ? family.compared(key, base) : undefined)
      : relateWithinSpeeds(key, base, speeds);
  const comparedBy = by.kind === "latency" ? (`latency-p${by.percent}` as const) : by.kind;
  return {
    anchor,
    standingOf(row) {
      const isAnchor = row === anchorRow;
      if (row.checks !== null || anchorRow === undefined) {
        const rank = row.checks === null ? (places.get(row.key) ?? null) : null;
        return { rank, comparedBy, isAnchor, relative: null, cpuRelative: null };
      }
      const relative = family.relative(row.key, anchorRow.key);
      return {
        rank: places.get(row.key) ?? null,
        comparedBy,
        isAnchor,
        relative,
        cpuRelative: costRelative(costFamily, row.key, anchorRow.key),
        partRelatives: ofParts?.get(row.key),
        witnessesDisagree:
          by.kind === "throughput" ? contradiction(row, anchorRow, witnesses) : undefined,
        withinSpeeds: relative ? withinSpeeds(row.key, anchorRow.key) : undefined,
      };
    },
  };
}

function mayBeCompared(row: CaseFigures): boolean {
  return row.checks === null && row.status === "measured" && row.tuningDifference === undefined;
}

function mayBeRanked(row: CaseFigures): boolean {
  return mayBeCompared(row) && row.cautions.every((caution) => caution.severity !== "unranked");
}

function keyOf({ key }: CaseFigures): string {
  return key;
}

function chooseAnchor(
  { anchor, variants }: Pick<Experiment, "anchor" | "variants">,
  ranked: readonly string[],
  comparable: readonly string[],
): string | null {
  if (comparable.length < 2) return null;
  const keys = ranked.length > 0 ? ranked : comparable;
  return [anchor, ...variants].find((key) => keys.includes(key)) ?? null;
}

function costRelative(family: Family, key: string, anchor: string): Relative<CostVerdict> | null {
  const relative = family.relative(key, anchor);
  return relative && { ...relative, verdict: costVerdicts[relative.verdict] };
}

interface Witnesses {
  throughput: Family;
  cost: Family;
}

/**
 * With the server's CPUs full in both rows, more requests/s and more CPU time for each cannot both be true. Where one
 * of them was not full, throughput was limited by something else and the two may well differ.
 */
function contradiction(
  row: CaseFigures,
  anchor: CaseFigures,
  witnesses: Witnesses,
): string | undefined {
  if (Math.min(row.serverCpuShare ?? 0, anchor.serverCpuShare ?? 0) < fullShare) return undefined;
  const throughput = witnesses.throughput.relative(row.key, anchor.key);
  const cost = witnesses.cost.relative(row.key, anchor.key);
  if (!throughput || !cost) return undefined;
  const verdicts = `${throughput.verdict} ${cost.verdict}`;
  if (verdicts !== "faster slower" && verdicts !== "slower faster") return undefined;
  const change = ({ ratio }: Relative): string => percentChange(ratio);
  return `${row.key} gave ${change(throughput)} requests/s against ${anchor.key}, and took ${change(cost)} CPU time for each`;
}
