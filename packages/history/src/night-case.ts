import { createHash } from "node:crypto";
import type { NightCase, VariantInfo } from "@stackbench/model";
import type { Row } from "@stackbench/report";
import { median } from "@stackbench/statistics";

/** A row as the history keeps it, in six significant digits; undefined where it has no figure to be compared by. */
export function nightCase(
  row: Row,
  anchor: Row,
  info: VariantInfo | undefined,
): NightCase | undefined {
  const { comparedBy, throughput, relative, workload, level, generator, key } = row;
  const times = level.loop === "open" ? row.latency : row.serviceTime;
  const anchors = new Map(anchor.byRound.map((round) => [round.round, roundFigure(round, row)]));
  // Nothing was served in a round of 0: its logarithm is no level that a later night could be held against.
  const rounds = row.byRound.filter((round) => round.throughput > 0);
  const isCompared = comparedBy === "throughput" || times?.[percentiles[comparedBy]];
  if (!throughput?.estimate || !isCompared || rounds.length === 0) return undefined;
  const costs = rounds.flatMap(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest ?? []);
  return {
    key,
    workload,
    level,
    generator,
    anchor: anchor.key,
    comparedBy,
    ratio: relative && estimateOf(relative.ratio, relative.interval),
    throughput: estimateOf(throughput.estimate, throughput.interval),
    cpuMicrosPerRequest: costs.length === 0 ? null : short(median(costs)),
    p50Ms: short(times?.p50Ms ?? null),
    p99Ms: short(times?.p99Ms ?? null),
    errorShare: short(row.errorShare),
    versions: info?.versions ?? {},
    images: info ? imagesDigest(info.images) : null,
    rounds: rounds.map((round) => ({
      round: round.round,
      throughput: short(round.throughput),
      ratio: row.isAnchor ? null : ratioOf(roundFigure(round, row), anchors.get(round.round)),
      cpuMicrosPerRequest: short(round.cpuMicrosPerRequest),
    })),
  };
}

const percentiles = { "latency-p50": "p50Ms", "latency-p99": "p99Ms" } as const;

function roundFigure(round: Row["byRound"][number], { comparedBy }: Row): number | null {
  return comparedBy === "throughput"
    ? round.throughput
    : (round.latency?.[percentiles[comparedBy]] ?? null);
}

function ratioOf(figure: number | null, anchor: number | null | undefined): number | null {
  return figure && anchor ? short(figure / anchor) : null;
}

function estimateOf(
  estimate: number,
  interval: { low: number; high: number } | null,
): NightCase["throughput"] {
  return {
    estimate: short(estimate),
    interval: interval && { low: short(interval.low), high: short(interval.high) },
  };
}

/** More digits than any round repeats, in a third of the room. */
function short<Value extends number | null>(value: Value): Value;
function short(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}

/** Null without images. */
function imagesDigest(images: Readonly<Record<string, string>>): string | null {
  const ids = Object.entries(images).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (ids.length === 0) return null;
  return createHash("sha256").update(JSON.stringify(ids)).digest("hex").slice(0, 12);
}
