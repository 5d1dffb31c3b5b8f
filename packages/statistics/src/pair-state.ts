import type { HeapShares, PairedValues } from "./compare-paired.ts";
import { fitHeapsOfAll, type Sides } from "./fit-heaps-of-all.ts";
import { centreOf, type HeapFit } from "./heap-line.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { signTest } from "./sign-test.ts";
import { studentTails } from "./student-tails.ts";
import { fewestForAny, leastEarlyRatio } from "./verdict-rules.ts";

/** At the same speed where heaps are found. */
export function modelsOf(states: readonly PairState[], until: number): Model[] {
  const sides = states.map((state) => state.sidesUntil(until));
  const telltales = new Set(states.flatMap((state) => state.telltales));
  const starts = [...telltales].map((arm) =>
    [...arm].flatMap(([round, value]) => (round <= until ? [Math.log(value)] : [])),
  );
  const fits = fitHeapsOfAll(sides.flat(), starts);
  return states.map((state, index) =>
    state.modelUntil(until, fits.splice(0, sides[index]!.length)),
  );
}

export interface PairTest {
  /** Log ratios by round; of a pair with heaps without what the speeds make. */
  values: readonly number[];
  centre: number;
  error: number;
  degrees: number;
  /** Of the error that may be spent, 0 to 1. */
  part: number;
  margin: number;
  heaps: Pick<HeapShares, "speeds" | "rounds"> | undefined;
}

/** A pair's centre with its noise, before all pairs tell together how large it is. */
export interface Model extends Pick<PairTest, "values" | "centre" | "degrees" | "heaps"> {
  state: PairState;
  /** Of a round's ratio. */
  variance: number;
  /** Variance of the centre ÷ that. */
  leverage: number;
}

/** What is known of a pair so far. */
export class PairState {
  readonly values: PairedValues;
  readonly pool: string;
  readonly logRatios: readonly number[];
  readonly #rounds: readonly number[];
  readonly #others: readonly ReadonlyMap<number, number>[];
  /** Of the arms, in their order; none where one lacks it. */
  readonly telltales: readonly ReadonlyMap<number, number>[];
  p = 1;
  tieP = 1;
  sharesP = 1;
  /** Rounds at the latest test, and what all tests spent. */
  tested = 0;
  spent = 0;
  latest: PairTest | undefined;

  constructor(values: PairedValues) {
    this.values = values;
    this.pool = values.pool ?? "";
    this.#others = values.bAgain ? [values.b, values.bAgain] : [values.b];
    const { a, b, bAgain } = values.telltales ?? {};
    const telltales = [a, b, ...(values.bAgain ? [bAgain] : [])].filter((arm) => arm !== undefined);
    this.#rounds = [...values.a.keys()]
      .filter((round) => this.#others.every((other) => other.has(round)))
      .toSorted((a, b) => a - b);
    this.logRatios = this.#rounds.map((round) =>
      mean(this.#others.map((other) => logRatio(values.a.get(round)!, other.get(round)!))),
    );
    const isWhole =
      telltales.length === this.arms.length &&
      this.#rounds.every((round) => telltales.every((arm) => arm.get(round)! > 0));
    this.telltales = isWhole ? telltales : [];
  }

  get count(): number {
    return this.#rounds.length;
  }

  get lastRound(): number {
    return Math.max(0, ...this.arms.flatMap((arm) => [...arm.keys()]));
  }

  get arms(): readonly ReadonlyMap<number, number>[] {
    return [this.values.a, ...this.#others];
  }

  countUntil(round: number): number {
    return this.#rounds.findLastIndex((each) => each <= round) + 1;
  }

  /** Logarithms of both arms; of twins the first arm with each. */
  sidesUntil(round: number): Sides[] {
    const rounds = this.#rounds.slice(0, this.countUntil(round));
    const logs = (arm: ReadonlyMap<number, number>): number[] =>
      rounds.map((each) => Math.log(arm.get(each)!));
    const [a, ...others] = this.arms.map(logs) as [number[], ...number[][]];
    const [tellsA, ...tellsOthers] = this.telltales.map(logs);
    return others.map((b, index) => ({
      a,
      b,
      tells: tellsA && { a: tellsA, b: tellsOthers[index]! },
    }));
  }

  /** The means, of two rounds or more. */
  plain(round: number): Model {
    const values = this.logRatios.slice(0, this.countUntil(round));
    const centre = mean(values);
    const degrees = values.length - 1;
    const variance = squaredDeviations(values, centre) / degrees;
    const leverage = 1 / values.length;
    return this.#model({ values, centre, variance, degrees, leverage, heaps: undefined });
  }

  /** At the same speed where the arms were found to have two, of each of the `sides`. */
  modelUntil(round: number, sides: readonly (HeapFit | undefined)[]): Model {
    const fits = sides.filter((fit) => fit !== undefined);
    // Where one arm alone has two speeds there is no same speed.
    const isMixed = fits.every(({ rounds: { aFast, bFast } }) => aFast > 0 && bFast > 0);
    if (fits.length < sides.length || !isMixed) return this.plain(round);
    const count = this.countUntil(round);
    const values = this.logRatios
      .slice(0, count)
      .map(
        (value, index) => value - mean(fits.map(({ slope, crossed }) => slope * crossed[index]!)),
      );
    // Of twins each has a distance of its own, whose errors are not known to be apart: they are added up.
    const ofDistances = fits.reduce((sum, { leverage }) => sum + leverage - 1 / count, 0);
    const left = centreOf(
      values,
      fits.every(({ isTold }) => isTold),
      fits.length,
    );
    return this.#model({
      values,
      ...left,
      leverage: 1 / count + ofDistances,
      heaps: {
        speeds: Math.exp(mean(fits.map(({ slope }) => slope))),
        rounds: fits[0]!.rounds,
      },
    });
  }

  #model(found: Omit<Model, "state">): Model {
    // As noisy as the ratio of two arms, so that pairs of a pool are alike: with the mean of twins it is three quarters of that.
    const share = (1 + 1 / this.#others.length) / 2;
    const { variance, leverage } = found;
    return { ...found, state: this, variance: variance / share, leverage: leverage * share };
  }

  test(found: PairTest): void {
    const { values, centre, error, degrees, part, margin, heaps } = found;
    const isOfOneKind = (heaps === undefined) === (this.latest?.heaps === undefined);
    // Another hypothesis: what was found of the former says nothing of it.
    if (!isOfOneKind) this.p = this.tieP = this.sharesP = 1;
    this.tested = values.length;
    this.spent += part;
    this.latest = found;
    if (heaps !== undefined) {
      const { aFast, bFast } = heaps.rounds;
      this.sharesP = Math.min(this.sharesP, signTest(aFast, bFast) / part);
    }
    const isEarly = values.length < fewestForAny;
    if (isEarly && Math.abs(centre) < Math.log(leastEarlyRatio)) return;
    this.p = Math.min(this.p, studentTails(centre / error, degrees) / part);
    if (isEarly) return;
    // Both sides must be refuted (D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987)).
    const room = Math.log1p(margin) - Math.abs(centre);
    if (room > 0) {
      this.tieP = Math.min(this.tieP, studentTails(room / error, degrees) / 2 / part);
    }
  }
}

function logRatio(value: number, other: number): number {
  if (![value, other].every((each) => each > 0 && each < Infinity)) {
    throw new RangeError(`comparePaired: expected positive values, got ${value} and ${other}`);
  }
  // Not the logarithm of the quotient: this way the other direction gives the exact opposite.
  return Math.log(value) - Math.log(other);
}
