export {
  answeredPercentileMs,
  answeredPercentileRange,
  type PercentileRange,
} from "./answered-percentile.ts";
export { exactBinomialInterval } from "./binomial-interval.ts";
export { type ArmComparison, compareArms, inverted, opposite } from "./compare-arms.ts";
export {
  comparePaired,
  type HeapShares,
  type PairedComparison,
  type PairedValues,
} from "./compare-paired.ts";
export { compareUnpaired, type UnpairedComparison } from "./compare-unpaired.ts";
export { compareWithinHeaps } from "./compare-within-heaps.ts";
export {
  type ClockEstimate,
  type ClockReading,
  estimateClock,
  readClock,
} from "./estimate-clock.ts";
export { exponentialTest } from "./exponential-test.ts";
export { bucketRange, Histogram } from "./histogram.ts";
export { fewestForRanks, hodgesLehmann } from "./hodges-lehmann.ts";
export { hodgesLehmannShift } from "./hodges-lehmann-shift.ts";
export { type IntervalTau, kendallTauOfIntervals } from "./kendall-tau-of-intervals.ts";
export { mean } from "./mean.ts";
export { meanOfPairs, type PairFigure, type PairMean } from "./mean-of-pairs.ts";
export { leastSquares } from "./least-squares.ts";
export { median } from "./median.ts";
export { percentileInterval } from "./percentile-interval.ts";
export { type Random, randomBelow, seededRandom, shuffled } from "./random.ts";
export { type PlaceInterval, rankIntervals } from "./rank-intervals.ts";
export type { Looks } from "./spent-at.ts";
export { logRatios, ratioCentre } from "./ratio-centre.ts";
export { type Trend, trendOf } from "./trend.ts";
export { type Point, theilSen } from "./theil-sen.ts";
export { twoHeaps } from "./two-heaps.ts";
export type { Verdict } from "./verdict.ts";
export { type Cut, type StepRules, watchSteps } from "./watch-steps.ts";

export { kneedle } from "./kneedle.ts";
export { fitUniversalScalability } from "./universal-scalability.ts";
export { familyAlpha, fewestForAny, fewestForVerdict } from "./verdict-rules.ts";
