import type { DotsRow } from "./picture.ts";

/** An estimate that has no place among others; `rounds`: the values that it comes from. */
export function plainDot(
  label: string,
  value: number,
  interval: { low: number; high: number } | null | undefined,
  rounds: readonly number[] = [],
): DotsRow {
  return {
    label,
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    rounds: [...rounds],
    place: "",
    tier: null,
  };
}
