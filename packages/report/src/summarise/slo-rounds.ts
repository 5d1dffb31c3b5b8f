import {
  neverAnsweredOf,
  timesOf,
  type HistogramData,
  type MeasuredWindow,
  type SloTerm,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

const ticksPerMs = 10_000;

/** Requests of one round: how many in all, and between which numbers lie those beyond the limit. */
export interface SloRound {
  requests: number;
  beyond: { least: number; likely: number; most: number };
}

/** Rounds in which something was asked, and its times are known. */
export function roundsOf(
  windows: readonly MeasuredWindow[],
  term: SloTerm,
  part: number | undefined,
): SloRound[] {
  return [...Map.groupBy(windows, ({ round }) => round).values()].flatMap((ofRound) => {
    const told = ofRound.map(({ load }) => countBeyond(term, toldOf(load, part)));
    const known = told.filter((one) => one !== undefined);
    const requests = total(known, (one) => one.requests);
    if (known.length < told.length || requests === 0) return [];
    const beyond = {
      least: total(known, (one) => one.beyond.least),
      likely: total(known, (one) => one.beyond.likely),
      most: total(known, (one) => one.beyond.most),
    };
    return [{ requests, beyond }];
  });
}

interface Told {
  times: HistogramData | undefined;
  answered: number;
  lost: number;
}

function toldOf(load: MeasuredWindow["load"], part: number | undefined): Told | undefined {
  if (part === undefined) {
    return { times: timesOf(load), answered: load.succeeded, lost: neverAnsweredOf(load) };
  }
  const own = load.kind === "totals" ? undefined : load.parts?.[part];
  return (
    own && {
      times: own.latency ?? own.serviceTime,
      answered: own.succeeded,
      lost: neverAnsweredOf(own),
    }
  );
}

/** A request that failed, or never got an answer, is beyond any limit. */
function countBeyond(term: SloTerm, told: Told | undefined): SloRound | undefined {
  if (told === undefined) return undefined;
  const { times, answered, lost } = told;
  // Right answers to the requests of the window, whenever they came.
  const requests = (times?.count ?? answered) + lost;
  if (term.kind === "errors")
    return { requests, beyond: { least: lost, likely: lost, most: lost } };
  if (times === undefined) return undefined;
  const histogram = Histogram.fromData(times);
  const limit = term.belowMs * ticksPerMs;
  const { least, most } = histogram.rangeFrom(limit);
  const likely = Math.min(most, Math.max(least, histogram.countFrom(limit)));
  return { requests, beyond: { least: least + lost, likely: likely + lost, most: most + lost } };
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
