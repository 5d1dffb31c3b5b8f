/** Holds, or not, beyond the noise; undecided where the interval takes in both. */
export type ClaimVerdict = "holds" | "does not hold" | "undecided";

/** What became of a claim, and the figures with their intervals that it was judged by. */
export interface Judgement {
  verdict: ClaimVerdict;
  by: string;
}

/** Of the claim that says the contrary. */
export const opposite: Record<ClaimVerdict, ClaimVerdict> = {
  holds: "does not hold",
  "does not hold": "holds",
  undecided: "undecided",
};

/** A claim of several parts: holds where all hold, does not where one does not. */
export function allOf(parts: readonly Judgement[]): Judgement {
  const has = (verdict: ClaimVerdict): boolean => parts.some((part) => part.verdict === verdict);
  const verdict = has("does not hold")
    ? "does not hold"
    : has("undecided") || parts.length === 0
      ? "undecided"
      : "holds";
  return { verdict, by: parts.map(({ by }) => by).join("; ") };
}

/** An interval against a range that a claim allows, `Infinity` for no end. */
export function judgeInterval(
  { low, high }: { low: number; high: number },
  range: { from: number; to: number },
): ClaimVerdict {
  if (low >= range.from && high <= range.to) return "holds";
  return high < range.from || low > range.to ? "does not hold" : "undecided";
}
