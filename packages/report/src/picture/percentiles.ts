import type { MeasuredWindow } from "@stackbench/model";
import { answeredPercentileMs } from "@stackbench/statistics";
import { timesOf, type LatencyField, type Times } from "../summarise/latencies.ts";
import type { Series } from "./picture.ts";

/** Shares of requests beyond, ten steps or so to each power of ten; the last that is drawn has 30 requests beyond it. */
const tail = [0, 1, 2, 3, 4].flatMap((power) =>
  [1, 0.7, 0.5, 0.35, 0.25, 0.15].map((step) => step * 10 ** -power),
);

/**
 * How long the requests of a case took, as a curve: at each share of requests that took longer (x, 1 to 0) the time, ms, of
 * all windows merged (`toldAmong` them), and the least and the most of any round. It ends where fewer than 30 requests lie beyond, or where
 * it reaches those that were never answered.
 */
export function percentileCurve(
  windows: readonly MeasuredWindow[],
  field: LatencyField,
): Series["points"] {
  const whole = timesOf(windows, field);
  if (whole === null) return [];
  const rounds = [...Map.groupBy(windows, ({ round }) => round).values()]
    .map((ofRound) => timesOf(ofRound, field))
    .filter((times) => times !== null);
  const points: Series["points"] = [];
  for (const beyond of tail) {
    const value = at(whole, beyond);
    if (value === null) break;
    const known = rounds.flatMap((times) => at(times, beyond) ?? []);
    const isSpread = known.length === rounds.length && rounds.length > 1;
    points.push([
      beyond,
      value,
      isSpread ? Math.min(...known) : null,
      isSpread ? Math.max(...known) : null,
    ]);
  }
  return points;
}

function at({ merged, neverAnswered }: Times, beyond: number): number | null {
  const value = answeredPercentileMs(merged, (1 - beyond) * 100, neverAnswered);
  return value === "unanswered" ? null : value;
}
