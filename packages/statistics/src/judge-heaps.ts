import type { HeapShares } from "./compare-paired.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What differs at the same speed, and how often each arm draws the fast one, in one verdict: "faster" or "slower" where
 * the shares are proven to differ (adjusted p below `alpha`), else that at the same speed. "unresolved" where the two
 * contradict each other, and in place of "tie" where the shares look unlike (`sharesP` below `alpha`) and it is not
 * proven: more starts would tell.
 */
export function judgeHeaps(
  atSameSpeed: Verdict,
  shares: Omit<HeapShares, "verdict">,
  alpha: number,
): { verdict: Verdict; heaps: HeapShares } {
  const { aFast, bFast } = shares.rounds;
  const isProven = shares.adjustedSharesP < alpha;
  const byShares = isProven ? (aFast > bFast ? "faster" : "slower") : "unresolved";
  return {
    verdict: inOne(atSameSpeed, byShares, shares.sharesP < alpha),
    heaps: { ...shares, verdict: byShares },
  };
}

function inOne(atSameSpeed: Verdict, byShares: Verdict, lookUnlike: boolean): Verdict {
  if (atSameSpeed === "tie") return lookUnlike ? byShares : "tie";
  if (byShares === "unresolved" || byShares === atSameSpeed) return atSameSpeed;
  return atSameSpeed === "unresolved" ? byShares : "unresolved";
}
