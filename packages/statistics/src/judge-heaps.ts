import type { HeapShares } from "./compare-paired.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What differs at the same speed, and how often each arm draws the fast one, in one verdict: "faster" or "slower" where
 * the shares are proven to differ (adjusted p below `alpha`), else that at the same speed; "unresolved" where the two
 * contradict each other.
 */
export function judgeHeaps(
  atSameSpeed: Verdict,
  { speeds, rounds }: Pick<HeapShares, "speeds" | "rounds">,
  adjustedSharesP: number,
  alpha: number,
): { verdict: Verdict; heaps: HeapShares } {
  const isProven = adjustedSharesP < alpha;
  const byShares = isProven ? (rounds.aFast > rounds.bFast ? "faster" : "slower") : "unresolved";
  const contradicts =
    isProven && (atSameSpeed === "faster" || atSameSpeed === "slower") && atSameSpeed !== byShares;
  const both = isProven ? byShares : atSameSpeed;
  return {
    verdict: contradicts ? "unresolved" : both,
    heaps: { speeds, rounds, adjustedSharesP, verdict: byShares },
  };
}
