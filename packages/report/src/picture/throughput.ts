import type { Row } from "../row.ts";
import { intervalWords } from "./interval-words.ts";
import type { Dots, DotsRow, Facets } from "./picture.ts";

/** Throughput of the rows of a group, the most first; rows of a second generator are none of it. */
export function throughputPicture(
  id: string,
  rows: readonly Row[],
  facetsOf: (key: string) => Facets,
): Dots {
  const shown = rows.filter((row) => row.checks === null && row.throughput !== null);
  const tiers = tiersOf(shown);
  const dots = shown.map((row): DotsRow => {
    const { estimate, interval } = row.throughput!;
    return {
      label: row.key,
      value: estimate,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      rounds: row.byRound.map(({ throughput }) => throughput),
      place: placeOf(row),
      tier: tiers.get(row) ?? null,
      isHollow: hasNoPlace(row),
      facets: facetsOf(row.key),
    };
  });
  return {
    kind: "dots",
    id,
    title: "Throughput",
    caption: [
      `Right answers per second: the estimate ${intervalWords(dots)}, and each round as a small dot.`,
      ...(new Set(tiers.values()).size < tiers.size
        ? ["Rows on one band may have the same place: their order is not proven."]
        : []),
      ...(shown.some(hasNoPlace) ? ["Hollow: not ranked, its notes say why."] : []),
    ].join(" "),
    unit: "requests/s",
    rows: dots,
  };
}

function hasNoPlace({ rank }: Row): boolean {
  return rank === null;
}

function placeOf({ rank }: Row): string {
  if (rank === null) return "";
  return rank.low === rank.high ? String(rank.low) : `${rank.low}-${rank.high}`;
}

/** Numbers of runs of places that overlap, from 0. */
function tiersOf(rows: readonly Row[]): Map<Row, number> {
  const tiers = new Map<Row, number>();
  let [tier, reaches] = [-1, 0];
  const ranked = rows.filter((row) => row.rank !== null);
  for (const row of ranked.toSorted((a, b) => a.rank!.low - b.rank!.low)) {
    if (row.rank!.low > reaches) tier++;
    reaches = Math.max(reaches, row.rank!.high);
    tiers.set(row, tier);
  }
  return tiers;
}
