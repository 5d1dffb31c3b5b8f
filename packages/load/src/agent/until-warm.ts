import type { WarmUp, WarmUpWanted } from "@stackbench/model";
import { trendOf, type Trend } from "@stackbench/statistics";
import { sumOfSeries } from "../sum-of-series.ts";
import { isCold } from "./is-cold.ts";
import { canShowClimb, mayClimb } from "./may-climb.ts";
import { seriesIntervalMs } from "./window-tally.ts";

/** How often it looks whether the load has settled, ms. */
const lookEveryMs = 250;

/**
 * What a closed loop forgets its beginning in: all connections start together, and stay bunched for about as long as
 * the slowest of their requests take.
 */
const longestServices = 2;

const fewestIntervals = 8;

/** What a thread has seen of its load so far. */
export interface ThreadView {
  /** Successes per `seriesIntervalMs` since the load began, up to the window; whole intervals only. */
  lead: number[];
  /** The longest that a request took, or has been waiting, ms. */
  longestServiceMs: number;
}

interface Watched {
  /** Since the load began. */
  elapsedMs(): number;
  sleep(ms: number): Promise<void>;
  look(): Promise<ThreadView[]>;
}

/**
 * Waits for `seconds` of load, and on until the server is warm: for twice its longest request, until throughput has no
 * trend, and until it is not known to be cold; at most `atMostSeconds`. The load itself is neither begun nor stopped here.
 */
export async function untilWarm(
  wanted: WarmUpWanted,
  { elapsedMs, sleep, look }: Watched,
): Promise<WarmUp> {
  const { seconds, atMostSeconds } = wanted;
  let nextMs = Math.max(0, seconds * 1000 - lookEveryMs);
  /** Looks in a row that saw nothing move: one alone may have been lucky. */
  let calmLooks = 0;
  for (;;) {
    await sleep(Math.max(0, nextMs - elapsedMs()));
    const views = await look();
    const ms = elapsedMs();
    const lead = sumOfSeries(views.map((view) => view.lead));
    const longestServiceMs = Math.max(...views.map((view) => view.longestServiceMs));
    const isLongEnough = ms >= longestServices * longestServiceMs;
    const seen = laterHalf(lead);
    const trend = seen && trendOf(seen);
    const settled = seen && (trend?.steady ?? true);
    const isShown = settled && !(trend && isHidden(seen, trend, atMostSeconds));
    calmLooks = isShown && !isCold(wanted, lead, seen) ? calmLooks + 1 : 0;
    const isWarm = isLongEnough && calmLooks >= 2 && ms >= seconds * 1000;
    if (isWarm || ms >= atMostSeconds * 1000) {
      return {
        seconds: ms / 1000,
        series: { intervalMs: seriesIntervalMs, succeeded: lead },
        steady: isLongEnough && settled !== false,
        longestServiceMs,
      };
    }
    const dueMs = ms < seconds * 1000 ? seconds * 1000 : ms + lookEveryMs;
    nextMs = Math.min(dueMs, atMostSeconds * 1000);
  }
}

/** Whether a climb may hide in what was seen, so few are the answers, and more of them, within the limit, can show it. */
function isHidden(seen: readonly number[], trend: Trend, atMostSeconds: number): boolean {
  const third = Math.floor(seen.length / 3);
  const [first, last] = [sumOf(seen.slice(0, third)), sumOf(seen.slice(-third))];
  const perSecond = sumOf(seen) / secondsOf(seen.length);
  const halfAtMost = atMostSeconds / 2;
  return (
    canShowClimb(perSecond * halfAtMost, halfAtMost) &&
    mayClimb({ seconds: secondsOf(seen.length), first, last, trend })
  );
}

/**
 * What is judged: how it began is no matter; but no fewer intervals than can tell a climb from noise. Undefined where there
 * are not so many yet.
 */
function laterHalf(lead: readonly number[]): readonly number[] | undefined {
  if (lead.length < fewestIntervals) return undefined;
  return lead.slice(Math.min(Math.floor(lead.length / 2), lead.length - fewestIntervals));
}

function secondsOf(intervals: number): number {
  return (intervals * seriesIntervalMs) / 1000;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
