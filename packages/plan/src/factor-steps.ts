import { alikeBut, factorIds, firstOfEach, type FactorId, type Factored } from "./alike-but.ts";

/** Two variants that differ in one factor alone. */
export interface FactorStep {
  factor: FactorId;
  /** Variant keys. */
  from: string;
  to: string;
  /** The factor's value on either side, for people. */
  fromValue: string;
  toValue: string;
}

/**
 * The pairs among variants that differ in exactly one factor of `vary`. Variants that are alike in all
 * else stand around one of them, from which every step goes: the plainest, else the one named first.
 */
export function findFactorSteps(
  variants: readonly Factored[],
  vary: readonly FactorId[],
): FactorStep[] {
  const varied = factorIds.filter((factor) => vary.includes(factor));
  return varied.flatMap((factor) =>
    alikeBut(factor, variants).flatMap((group) => {
      const [first, ...others] = firstOfEach(group, factor);
      return others.map((other) => ({
        factor,
        from: first!.key,
        to: other.key,
        fromValue: shownValue(first!, factor),
        toValue: shownValue(other, factor),
      }));
    }),
  );
}

function shownValue(one: Factored, factor: FactorId): string {
  return factor === "settings" ? one.name : one[factor];
}
