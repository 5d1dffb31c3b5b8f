import { neverAnsweredOf, type MeasuredWindow } from "@stackbench/model";
import {
  answeredPercentileRange,
  percentileInterval,
  type PercentileRange,
} from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import { mergeHistograms, type HistogramField } from "./histograms.ts";
import type { Interval } from "../row.ts";

/**
 * Between which values a round's percentile lies as often above as below, ms: the round is what repeats, and answers
 * of one round are alike. Order statistics of the rounds' own percentiles, from the lower edge of one bucket to the
 * upper edge of the other. Null with fewer than 6 rounds that carry the percentile, or where the upper end was never
 * answered.
 */
export function roundIntervalMs(
  windows: readonly MeasuredWindow[],
  field: HistogramField,
  percent: number,
): Interval | null {
  const { confidence } = comparisonRules;
  const ranges = [...Map.groupBy(windows, ({ round }) => round).values()].flatMap(
    (ofRound): PercentileRange[] => {
      const neverAnswered = ofRound.reduce((sum, { load }) => sum + neverAnsweredOf(load), 0);
      const range = answeredPercentileRange(
        mergeHistograms(ofRound, field),
        percent,
        neverAnswered,
      );
      return range === null ? [] : [range];
    },
  );
  const ranks = percentileInterval(ranges.length, 0.5, confidence);
  if (!ranks) return null;
  const lows = ranges.map(({ lowMs }) => lowMs).toSorted((a, b) => a - b);
  const highs = ranges.map(({ highMs }) => highMs).toSorted((a, b) => a - b);
  const [low, high] = [lows[ranks.lowRank - 1]!, highs[ranks.highRank - 1]!];
  return Number.isFinite(high) ? { low, high, confidence } : null;
}
