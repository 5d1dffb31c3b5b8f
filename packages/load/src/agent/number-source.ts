import { seededRandom } from "@stackbench/statistics";
import type { LoadRequest } from "@stackbench/model";

type Range = NonNullable<LoadRequest["numbers"]>;

/** Which thread of how many takes its numbers, from a place that the seed draws. */
interface Share {
  seed: number;
  index: number;
  threads: number;
}

/** By request, for those that have numbers. */
export type RequestNumbers = readonly (NumberSource | undefined)[];

/** Requests of one range of numbers share one source: then no number comes twice, whichever request it is in. */
export function numbersFor(
  requests: readonly Pick<LoadRequest, "numbers">[],
  share: Share,
): RequestNumbers {
  const sources = new Map<string, NumberSource>();
  return requests.map(({ numbers }) => {
    if (!numbers) return undefined;
    const key = JSON.stringify(numbers);
    const source = sources.get(key) ?? new NumberSource(numbers, share);
    sources.set(key, source);
    return source;
  });
}

/**
 * Gives the numbers of a range in an order that jumps about, each once before any comes again. Threads share a range
 * out: thread t of n takes every n-th, from the t-th on. All requests of one range take from the same supply.
 */
class NumberSource {
  readonly #from: number;
  readonly #count: number;
  readonly #step: number;
  #offset: number;

  constructor({ from, count }: Range, share: Share) {
    this.#from = from;
    this.#count = count;
    const start = Math.floor(seededRandom(share.seed)() * count);
    const step = strideOf(count);
    this.#offset = (start + step * share.index) % count;
    this.#step = (step * share.threads) % count;
  }

  next(): number {
    const number = this.#from + this.#offset;
    this.#offset = (this.#offset + this.#step) % this.#count;
    return number;
  }
}

/** Near the golden section of the range, and without a common divisor, so that its multiples meet every number. */
function strideOf(count: number): number {
  let stride = Math.max(1, Math.floor(count * 0.618));
  while (commonDivisor(stride, count) !== 1) stride++;
  return stride;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
