import {
  errorShareOf,
  neverAnsweredOf,
  type LoadPart,
  type MeasuredWindow,
  type Part,
} from "@stackbench/model";
import { answeredPercentileMs } from "@stackbench/statistics";
import type { PartFigures } from "../row.ts";
import { mergeHistograms } from "./histograms.ts";
import { rateCentre } from "./rate-centre.ts";

/** What the windows of a case tell of each kind of request in them; undefined where there is one, or none is told apart. */
export function partFigures(
  asked: readonly Part[] | undefined,
  windows: readonly MeasuredWindow[],
): PartFigures[] | undefined {
  const isTold = windows.some(({ load }) => load.kind !== "totals" && load.parts);
  return isTold ? asked?.map((_, index) => figuresOf(asked, index, windows)) : undefined;
}

function figuresOf(
  asked: readonly Part[],
  index: number,
  windows: readonly MeasuredWindow[],
): PartFigures {
  const { name, weight } = asked[index]!;
  const told = windows.flatMap(({ round, load }) => {
    const part = load.kind === "totals" ? undefined : load.parts?.[index];
    return part ? [{ round, part, seconds: load.seconds }] : [];
  });
  const parts = told.map(({ part }) => part);
  const rounds = [...Map.groupBy(told, ({ round }) => round)];
  const services = mergedTimes(parts, "serviceTime");
  const errors = addErrors(parts);
  const rates = rounds.map(
    ([, same]) => total(same, ({ part }) => part.succeeded) / total(same, ({ seconds }) => seconds),
  );
  return {
    name,
    share: weight / total(asked, (part) => part.weight),
    throughput: rates.length > 0 && rates.every((rate) => rate > 0) ? rateCentre(rates) : null,
    p50Ms: percentileMs(parts, 50),
    p90Ms: percentileMs(parts, 90),
    p99Ms: percentileMs(parts, 99),
    p999Ms: percentileMs(parts, 99.9),
    p50ByRound: rounds.flatMap(([round, same]) => {
      const p50Ms = percentileMs(
        same.map(({ part }) => part),
        50,
      );
      return typeof p50Ms === "number" ? [{ round, p50Ms }] : [];
    }),
    meanServiceMs: services?.count ? services.mean / ticksPerMs : null,
    errorShare: errorShareOf({ errors, succeeded: total(parts, ({ succeeded }) => succeeded) }),
    errors,
    unfinished: total(parts, ({ unfinished }) => unfinished),
  };
}

/** Ticks of the generator's histograms per millisecond. */
const ticksPerMs = 10_000;

function percentileMs(parts: readonly LoadPart[], percent: number) {
  const times = mergedTimes(parts, parts[0]?.latency ? "latency" : "serviceTime");
  const lost = total(parts, neverAnsweredOf);
  return answeredPercentileMs(times, percent, lost);
}

function mergedTimes(parts: readonly LoadPart[], field: "serviceTime" | "latency") {
  return mergeHistograms(
    parts.map((load) => ({ load })),
    field,
  );
}

function addErrors(parts: readonly LoadPart[]): LoadPart["errors"] {
  const sum: Record<string, number> = {};
  for (const { errors } of parts) {
    for (const [kind, count] of Object.entries(errors)) sum[kind] = (sum[kind] ?? 0) + count;
  }
  return sum;
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
