import { expect, test } from "vitest";
import { judgeHeaps } from "./judge-heaps.ts";
import type { Verdict } from "./verdict.ts";

const rounds = { same: 10, aFast: 12, bFast: 2 };

test.each<[Verdict, number, number, Verdict, Verdict]>([
  // At the same speed, p of the shares, the same adjusted; both in one, and of the shares.
  ["tie", 0.6, 1, "tie", "unresolved"],
  ["tie", 0.01, 0.2, "unresolved", "unresolved"],
  ["tie", 0.001, 0.01, "faster", "faster"],
  ["slower", 0.01, 0.2, "slower", "unresolved"],
  ["slower", 0.001, 0.01, "unresolved", "faster"],
  ["faster", 0.001, 0.01, "faster", "faster"],
  ["unresolved", 0.001, 0.01, "faster", "faster"],
  ["unresolved", 0.6, 1, "unresolved", "unresolved"],
])(
  "%s at the same speed, shares at %d, adjusted %d: %s",
  (same, sharesP, adjusted, both, shares) => {
    const evidence = { speeds: 1.3, rounds, sharesP, adjustedSharesP: adjusted };
    expect(judgeHeaps(same, evidence, 0.05)).toEqual({
      verdict: both,
      heaps: { ...evidence, verdict: shares },
    });
  },
);
