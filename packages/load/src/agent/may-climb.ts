/** A climb that is not to be overlooked: by a tenth each second, of the logarithm of throughput. */
const leastClimb = 0.1;
/** Of those that climb so much one in ten looks, once, as if it climbed less. */
const oneInTen = 1.28;

/** What of counts was seen: for how long, their sums in the first third and the last, and their trend. */
interface Seen {
  seconds: number;
  first: number;
  last: number;
  /** As `trendOf` gives it. */
  trend: { growth: number; logError: number };
}

/**
 * Whether there is room for a climb in what was seen: that no trend is proven tells little where a slice holds a handful of
 * answers, or where what is looked at is short. The error of the growth is that of counts that happen by chance (Poisson), whatever
 * they scatter by: many answers that come in bursts are no reason to wait. Few that come like clockwork are none either.
 */
export function mayClimb({ seconds, first, last, trend: { growth, logError } }: Seen): boolean {
  const chance = countError(first, last);
  const error = logError < chance / 3 ? logError : chance;
  return Math.log(growth) + oneInTen * error > leastClimb * between(seconds);
}

/** Whether so many answers over so long are likely to show that there is no climb: else waiting for them is in vain. */
export function canShowClimb(answers: number, seconds: number): boolean {
  return 2 * oneInTen * countError(answers / 3, answers / 3) < leastClimb * between(seconds);
}

/** From the middle of the first third to that of the last. */
function between(seconds: number): number {
  return (seconds * 2) / 3;
}

/** Of the logarithm of the ratio of two counts that happen by chance; by the delta method. */
function countError(first: number, last: number): number {
  return Math.sqrt(1 / first + 1 / last);
}
