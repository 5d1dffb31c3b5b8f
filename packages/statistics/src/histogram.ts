/** A whole histogram as plain data: sparse `[bucket index, count]` in rising order. `min`, `max`, `sum` in ticks, exact. */
export interface HistogramParts {
  precisionBits: number;
  count: number;
  min: number;
  max: number;
  sum: number;
  buckets: [number, number][];
}

/** The highest value with a bucket of its own; what is above counts in the last bucket, with exact `max` and `sum`. */
const highestTracked = 0xffff_ffff;

/**
 * Counts of non-negative integers ("ticks") in log-linear buckets: exact below
 * 2^(precisionBits + 1); above, every power of two is cut into 2^precisionBits equal buckets.
 * A percentile is the middle of its bucket, so it is off by at most 2^-(precisionBits + 1):
 * 0.1 % with the default 9, whose counts take 96 KiB, of which one octave touches 4 KiB.
 * Like HdrHistogram (G. Tene), but with a power of two of sub-buckets, so that an index is two shifts and an addition.
 */
export class Histogram {
  readonly precisionBits: number;
  readonly #counts: Float64Array;
  readonly #floor: number;
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  /** `precisionBits` 4 to 12. */
  constructor(precisionBits = 9) {
    if (!Number.isInteger(precisionBits) || precisionBits < 4 || precisionBits > 12) {
      throw new RangeError(`precisionBits: expected an integer from 4 to 12, got ${precisionBits}`);
    }
    this.precisionBits = precisionBits;
    this.#floor = 1 << precisionBits;
    this.#counts = new Float64Array(bucketIndex(highestTracked, precisionBits) + 1);
  }

  /** Number of recorded values. */
  get count(): number {
    return this.#count;
  }
  /** Sum of the recorded values, in ticks. */
  get sum(): number {
    return this.#sum;
  }
  /** Smallest recorded value, in ticks; 0 when empty. */
  get min(): number {
    return this.#count === 0 ? 0 : this.#min;
  }
  /** Largest recorded value, in ticks; 0 when empty. */
  get max(): number {
    return this.#count === 0 ? 0 : this.#max;
  }
  /** Exact mean in ticks; NaN when empty. */
  get mean(): number {
    return this.#sum / this.#count;
  }

  /** Counts one value: an integer >= 0. Checked nowhere, because this is called once a response. */
  record(ticks: number): void {
    // Written out rather than through bucketIndex: `| floor` makes small values take shift 0 without a branch.
    const tracked = ticks > highestTracked ? highestTracked : ticks;
    const shift = 31 - Math.clz32(tracked | this.#floor) - this.precisionBits;
    const index = (shift << this.precisionBits) + (tracked >>> shift);
    this.#counts[index] = this.#counts[index]! + 1;
    this.#count += 1;
    this.#sum += ticks;
    if (ticks < this.#min) this.#min = ticks;
    if (ticks > this.#max) this.#max = ticks;
  }

  /** Counts one value `times` times. */
  recordMany(ticks: number, times: number): void {
    const index = bucketIndex(Math.min(ticks, highestTracked), this.precisionBits);
    this.#counts[index] = this.#counts[index]! + times;
    this.#count += times;
    this.#sum += ticks * times;
    if (ticks < this.#min) this.#min = ticks;
    if (ticks > this.#max) this.#max = ticks;
  }

  /** Adds all counts of `other`. Throws RangeError where the precisions differ. */
  merge(other: Histogram): void {
    if (other.precisionBits !== this.precisionBits) {
      throw new RangeError(
        `merge: expected precisionBits ${this.precisionBits}, got ${other.precisionBits}`,
      );
    }
    for (let i = 0; i < other.#counts.length; i++) {
      this.#counts[i] = this.#counts[i]! + other.#counts[i]!;
    }
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  /**
   * The value at rank ceil(percent / 100 * count), in ticks: the middle of its bucket,
   * kept between the exact minimum and maximum. NaN when empty. `percent` 0 to 100.
   */
  percentile(percent: number): number {
    if (!(percent >= 0 && percent <= 100)) {
      throw new RangeError(`percentile: expected 0 to 100, got ${percent}`);
    }
    if (this.#count === 0) return Number.NaN;
    return this.#valueAtRank(rankOf(percent, this.#count));
  }

  /**
   * A percentile of the counted values together with `slower` more that are larger than any: its value in ticks and
   * the edges of its bucket, undefined where it falls among those (or nothing is counted), and how many values rank
   * beyond it. `percent` 0 to 100.
   */
  percentileAmong(
    percent: number,
    slower: number,
  ): {
    ticks: number | undefined;
    range: { low: number; high: number } | undefined;
    beyond: number;
  } {
    if (!(percent >= 0 && percent <= 100)) {
      throw new RangeError(`percentileAmong: expected 0 to 100, got ${percent}`);
    }
    const count = this.#count + slower;
    if (count === 0) return { ticks: undefined, range: undefined, beyond: 0 };
    const rank = rankOf(percent, count);
    const beyond = count - rank;
    return rank > this.#count
      ? { ticks: undefined, range: undefined, beyond }
      : { ticks: this.#valueAtRank(rank), range: this.rangeAtRank(rank), beyond };
  }

  #valueAtRank(rank: number): number {
    if (rank === this.#count) return this.#max;
    const { lowest, width } = bucketRange(this.#bucketOfRank(rank), this.precisionBits);
    return Math.min(this.#max, Math.max(this.#min, lowest + (width - 1) / 2));
  }

  /**
   * Between which ticks the value of a rank lies, both ends included: its bucket, cut at the exact minimum and maximum.
   * `rank` 1 (the smallest) to `count`.
   */
  rangeAtRank(rank: number): { low: number; high: number } {
    if (!(Number.isSafeInteger(rank) && rank >= 1 && rank <= this.#count)) {
      throw new RangeError(`rangeAtRank: expected a rank of 1 to ${this.#count}, got ${rank}`);
    }
    if (rank === this.#count) return { low: this.#max, high: this.#max };
    if (rank === 1) return { low: this.#min, high: this.#min };
    const index = this.#bucketOfRank(rank);
    const { lowest, width } = bucketRange(index, this.precisionBits);
    // The last bucket also holds whatever was too large for a bucket of its own.
    const isLast = index === this.#counts.length - 1;
    return {
      low: Math.max(this.#min, lowest),
      high: isLast ? this.#max : Math.min(this.#max, lowest + width - 1),
    };
  }

  #bucketOfRank(rank: number): number {
    let seen = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      seen += this.#counts[index]!;
      if (seen >= rank) return index;
    }
    return this.#counts.length - 1;
  }

  /** How many values rank beyond that percentile: what it rests on. */
  countBeyond(percent: number): number {
    return this.#count === 0 ? 0 : this.#count - rankOf(percent, this.#count);
  }

  /** How many values are `ticks` or more, as far as buckets tell: each counts as the middle of its own. */
  countFrom(ticks: number): number {
    if (ticks <= this.min) return this.#count;
    let counted = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      const { lowest, width } = bucketRange(index, this.precisionBits);
      if (lowest + (width - 1) / 2 >= ticks) counted += this.#counts[index]!;
    }
    return counted;
  }

  /**
   * Between which numbers lies how many values are `ticks` or more: those of the bucket that `ticks` cuts may all be, or
   * none. `ticks` above 0.
   */
  rangeFrom(ticks: number): { least: number; most: number } {
    if (ticks <= this.min) return { least: this.#count, most: this.#count };
    if (ticks > this.max) return { least: 0, most: 0 };
    // The smallest is below, the largest is not, whatever their buckets hold beside.
    const most = Math.min(
      this.#count - 1,
      this.#countOfBuckets(({ highest }) => highest >= ticks),
    );
    const least = Math.max(
      1,
      this.#countOfBuckets(({ lowest }) => lowest >= ticks),
    );
    return { least, most };
  }

  #countOfBuckets(isCounted: (bucket: { lowest: number; highest: number }) => boolean): number {
    let counted = 0;
    for (let index = 0; index < this.#counts.length; index++) {
      const count = this.#counts[index]!;
      if (count === 0) continue;
      const { lowest, width } = bucketRange(index, this.precisionBits);
      // The last bucket also holds whatever was too large for a bucket of its own.
      const isLast = index === this.#counts.length - 1;
      if (isCounted({ lowest, highest: isLast ? this.#max : lowest + width - 1 })) counted += count;
    }
    return counted;
  }

  /**
   * What was counted, in rising order, for whoever counts it anew elsewhere: of each bucket its middle, but the smallest
   * and the largest value as they were.
   */
  *counted(): Generator<{ ticks: number; count: number }> {
    if (this.#count === 0) return;
    yield { ticks: this.#min, count: 1 };
    const [first, last] = [this.#bucketOfRank(1), this.#bucketOfRank(this.#count)];
    for (let index = first; index <= last; index++) {
      const count = this.#counts[index]! - Number(index === first) - Number(index === last);
      const { lowest, width } = bucketRange(index, this.precisionBits);
      const middle = Math.min(this.#max, Math.max(this.#min, lowest + (width - 1) / 2));
      if (count > 0) yield { ticks: middle, count };
    }
    if (this.#count > 1) yield { ticks: this.#max, count: 1 };
  }

  toData(): HistogramParts & { tickNanoseconds: 100 } {
    const buckets: [number, number][] = [];
    for (let index = 0; index < this.#counts.length; index++) {
      const count = this.#counts[index]!;
      if (count > 0) buckets.push([index, count]);
    }
    return {
      tickNanoseconds: 100,
      precisionBits: this.precisionBits,
      count: this.#count,
      min: this.min,
      max: this.max,
      sum: this.#sum,
      buckets,
    };
  }

  /** Throws RangeError where buckets and count contradict each other. */
  static fromData(data: HistogramParts): Histogram {
    const histogram = new Histogram(data.precisionBits);
    let counted = 0;
    for (const [index, count] of data.buckets) {
      if (!(index >= 0 && index < histogram.#counts.length)) {
        throw new RangeError(
          `bucket index: expected 0 to ${histogram.#counts.length - 1}, got ${index}`,
        );
      }
      histogram.#counts[index] = histogram.#counts[index]! + count;
      counted += count;
    }
    if (counted !== data.count) {
      throw new RangeError(`buckets: expected ${data.count} values in all, got ${counted}`);
    }
    histogram.#count = data.count;
    histogram.#sum = data.sum;
    histogram.#min = data.count === 0 ? Infinity : data.min;
    histogram.#max = data.count === 0 ? -Infinity : data.max;
    return histogram;
  }
}

/** Where a value of 0 to 2^32 - 1 is counted. */
export function bucketIndex(ticks: number, precisionBits: number): number {
  const shift = 31 - Math.clz32(ticks | (1 << precisionBits)) - precisionBits;
  return (shift << precisionBits) + (ticks >>> shift);
}

/** Lowest value of a bucket and how many integers it holds. */
export function bucketRange(
  index: number,
  precisionBits: number,
): { lowest: number; width: number } {
  const perOctave = 2 ** precisionBits;
  const shift = Math.max(0, Math.floor(index / perOctave) - 1);
  return { lowest: (index - shift * perOctave) * 2 ** shift, width: 2 ** shift };
}

function rankOf(percent: number, count: number): number {
  // 99.9 / 100 * 1000 is 999.0000000000001 in binary: without the guard its rank would be 1000.
  const rank = Math.ceil((percent * count) / 100 - 1e-9 * count);
  return Math.min(count, Math.max(1, rank));
}
