import type { CompareOptions, PairedComparison, PairedValues } from "./compare-paired.ts";
import { hodgesLehmannShift } from "./hodges-lehmann-shift.ts";
import type { HodgesLehmannResult } from "./hodges-lehmann.ts";
import { holm } from "./holm.ts";
import { meanShifts, type MeanShift, type TwoSamples } from "./mean-shifts.ts";
import { leastRankSumP, rankSumTest } from "./rank-sum.ts";
import { studentReach, studentTails } from "./student-tails.ts";
import { verdictOf } from "./verdict.ts";
import { familyAlpha, fewestForVerdict, leastEarlyRatio, witnessAlpha } from "./verdict-rules.ts";

/** One sample against another; `ratio` is first ÷ second, `verdict` of the first. */
export interface UnpairedComparison extends Pick<
  PairedComparison,
  "ratio" | "low" | "high" | "confidence" | "p" | "adjustedP" | "tieAdjustedP" | "verdict"
> {
  /** Of the rank-sum test by itself: `p` where it can speak in this family, else the witness. */
  rankSumP: number;
  counts: [number, number];
}

interface UnpairedOptions extends Pick<CompareOptions, "margin" | "confidence" | "alpha"> {
  /** What "faster" and "slower" must lie beyond, where that is not the margin: what differs between samples of one truth. */
  calledBeyond?: number;
}

/**
 * Compares positive values that were not measured in common rounds, pair by pair: the two-sample Hodges-Lehmann estimate
 * of a ÷ b with its interval, and the rank-sum test, both on logarithms. All pairs of the call are one family (`holm`).
 * What disturbed one sample and not the other stands in the ratio: prefer `compareArms` wherever the rounds were common.
 *
 * With few values in a large family the rank-sum test can say nothing, whatever the distance (3 against 3: p >= 0.1).
 * There what is obvious is called all the same: beyond a ratio of `leastEarlyRatio`, from `fewestForVerdict` values on
 * either side on, p may be that of Student's t (`meanShifts`), unless the rank-sum test is against it (p >= 0.05 where it
 * can be less; before, samples that overlap). Smaller differences are left to ranks: Student's law calls two speeds drawn
 * at each start (docs/decisions.md). Where one side tells much less than the other (more noise, fewer values), ranks alone may
 * say too much: then Student's t must agree, and the interval holds both intervals.
 * Undefined where a side is empty. Throws RangeError where a value is not positive and finite.
 * Sources: see `hodgesLehmannShift`, `rankSumTest` and `meanShifts`.
 */
export function compareUnpaired(
  pairs: readonly PairedValues[],
  {
    margin = 0.03,
    calledBeyond = margin,
    confidence = 0.95,
    alpha = familyAlpha,
  }: UnpairedOptions = {},
): (UnpairedComparison | undefined)[] {
  const samples = pairs.flatMap(({ a, b, pool = "" }, index): Samples[] =>
    a.size === 0 || b.size === 0 ? [] : [{ index, a: logarithms(a), b: logarithms(b), pool }],
  );
  const shifts = meanShifts(samples);
  const measured = samples.map((sample) => {
    const { index } = sample;
    const [a, b] = [valuesOf(sample.a), valuesOf(sample.b)];
    const least = leastRankSumP(a.length, b.length);
    const canSpeak = least * samples.length < alpha;
    const byRanks = compareRanks(a, b, { margin: Math.log1p(margin), confidence });
    const shift = shifts.get(sample);
    const found = shift?.areUnlike
      ? widened(byRanks, shift, { margin: Math.log1p(margin), confidence })
      : byRanks;
    const isAgainst = byRanks.p >= Math.max(witnessAlpha, least * (1 + 1e-9));
    const isObvious = !canSpeak && !isAgainst && shift !== undefined && isFar(shift);
    return {
      index,
      ratio: Math.exp(found.estimate),
      low: Math.exp(found.low),
      high: Math.exp(found.high),
      confidence: found.confidence,
      p: isObvious ? Math.min(found.p, equalP(shift)) : found.p,
      rankSumP: byRanks.p,
      tieP: found.tieP,
      counts: [a.length, b.length] as [number, number],
    };
  });
  const adjusted = holm(measured.map(({ p }) => p));
  const ties = holm(measured.map(({ tieP }) => tieP));
  const compared = new Map(
    measured.map(({ index, tieP: _, ...found }, place) => {
      const evidence = { ...found, adjustedP: adjusted[place]!, tieAdjustedP: ties[place]! };
      return [
        index,
        { ...evidence, verdict: verdictOf(evidence, { margin, calledBeyond, alpha }) },
      ];
    }),
  );
  return pairs.map((_, index) => compared.get(index));
}

interface Samples extends TwoSamples {
  index: number;
}

/** What ranks tell of two sides, in logarithms. */
interface RankComparison extends HodgesLehmannResult {
  p: number;
  tieP: number;
}

interface Rule {
  /** Of a logarithm. */
  margin: number;
  confidence: number;
}

function compareRanks(
  a: readonly number[],
  b: readonly number[],
  { margin, confidence }: Rule,
): RankComparison {
  const shift = hodgesLehmannShift(a, b, confidence);
  return { ...shift, p: rankSumTest(a, b).p, tieP: tieP(a, b, shift.estimate, margin) };
}

/** The same where ranks alone say too much: the larger p, and the interval that holds both. */
function widened(ranks: RankComparison, shift: MeanShift, { margin, confidence }: Rule) {
  const reach = studentReach(confidence, shift.degrees) * shift.error;
  const room = Math.max(0, margin - Math.abs(shift.distance));
  return {
    ...ranks,
    low: Math.min(ranks.low, shift.distance - reach),
    high: Math.max(ranks.high, shift.distance + reach),
    p: Math.max(ranks.p, equalP(shift)),
    tieP: Math.max(ranks.tieP, studentTails(room / shift.error, shift.degrees) / 2),
  };
}

/** Both "above the margin" and "below it" must be refuted: the larger of the two one-sided p. */
function tieP(
  a: readonly number[],
  b: readonly number[],
  estimate: number,
  margin: number,
): number {
  if (Math.abs(estimate) >= margin) return 1;
  const sides = [margin, -margin].map((shift) => {
    const moved = a.map((value) => value + shift);
    return rankSumTest(moved, b).p / 2;
  });
  return Math.max(...sides);
}

function isFar({ distance, counts }: MeanShift): boolean {
  return Math.min(...counts) >= fewestForVerdict && Math.abs(distance) >= Math.log(leastEarlyRatio);
}

function equalP({ distance, error, degrees }: MeanShift): number {
  return studentTails(distance / error, degrees);
}

function valuesOf(side: ReadonlyMap<number, number>): number[] {
  return [...side.values()];
}

function logarithms(side: ReadonlyMap<number, number>): Map<number, number> {
  return new Map(
    [...side].map(([round, value]) => {
      if (!(value > 0 && value < Infinity)) {
        throw new RangeError(`compareUnpaired: expected positive values, got ${value}`);
      }
      return [round, Math.log(value)];
    }),
  );
}
