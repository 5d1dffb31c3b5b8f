import type { ComparedCase, ComparedRemark } from "../compare/cases.ts";
import type { Change } from "../compare/pairs.ts";
import { changeInterval, percentChange } from "../numbers.ts";

/** Whether the rounds allow an interval. */
export function hasInterval({ low, high }: Change): boolean {
  return low > 0 && high < Infinity;
}

/** In a sentence: `−4.9 % (−5.6 to −4.2)`, or `no figure`. */
export function renderChange(change: Change | null): string {
  if (!change) return "no figure";
  const { ratio, low, high } = change;
  const interval = hasInterval(change)
    ? changeInterval(ratio, low, high)
    : "too few rounds for an interval";
  return `${percentChange(ratio)} (${interval})`;
}

/**
 * In a sentence, where a change is one at the same speed: `at the same of two speeds (×1.32 apart): of 27 rounds both
 * drew the same in 14, the head alone the fast one in 6, the base alone in 7, which is not proven to differ`.
 */
export function renderShares(change: Change | null): string | null {
  if (!change?.heaps) return null;
  const { speeds, rounds, verdict } = change.heaps;
  const { same, aFast, bFast } = rounds;
  const shares =
    verdict === "unresolved"
      ? "which is not proven to differ"
      : `so the head is ${verdict === "faster" ? "more" : "less"} often fast (proven)`;
  return `at the same of two speeds (×${speeds.toFixed(2)} apart): of ${same + aFast + bFast} rounds both drew the same in ${same}, the head alone the fast one in ${aFast}, the base alone in ${bFast}, ${shares}`;
}

/** What a remark on a case means, and what to do. */
export const remarkTexts: Record<ComparedRemark, string> = {
  unranked:
    "one side may not be ranked: its table says why (the generator or the network was the limit, or too many answers were wrong or lost), and no other figure of it stands for the server",
  "cpu-contradicts":
    "CPU per request says the opposite of throughput: something else than the server's CPUs was the limit, or one of the two is wrong; believe neither until you know",
  "cpu-unmoved":
    "CPU per request did not change: what did is waiting (locks, database, network) or the machine",
  "two-speeds":
    "at each start the server draws one of two speeds and keeps it: change and interval are of starts of the same speed, the medians of all; the verdict counts a proven difference in how often the fast one is drawn too",
  "between-runs":
    "the rounds of both differ, but by less than the machine alone may change between two runs: pnpm bench ab tells, for it interleaves both",
  disturbed:
    "no verdict: something else used the machine's CPUs on one side more than on the other (by more than 5 points of the server's CPU time, 10 of the generator's, or 2 of steal); hold both again at a quiet time, or interleaved (pnpm bench ab)",
  "tuning-differs":
    "no verdict: one side ran under other kernel limits than the other; the run's table says which",
  "base-missing": "the base has no valid window",
  "head-missing": "the head has no valid window",
  "base-unanswered":
    "in a round of the base or more the percentile that is compared was never answered, so many requests were lost: that is slower than any figure",
  "head-unanswered":
    "in a round of the head or more the percentile that is compared was never answered, so many requests were lost: that is slower than any figure",
  "base-failed": "windows of the base failed: its run.json tells why",
  "head-failed": "windows of the head failed: its run.json tells why",
  "base-lost":
    "no verdict: more than a tenth of the base's rounds failed, and what is left does not stand for it; its run.json tells why",
  "head-lost":
    "no verdict: more than a tenth of the head's rounds failed, and what is left does not stand for it; its run.json tells why",
};

/** Sentences, each behind a space, where no figure tells how much was lost. */
export function renderUnanswered({ remarks }: Pick<ComparedCase, "remarks">): string {
  const lost = remarks.filter(
    (remark) => remark === "base-unanswered" || remark === "head-unanswered",
  );
  return lost.map((remark) => ` ${capital(remarkTexts[remark])}.`).join("");
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}

/** Remarks that occur, in the order of the list above, each with its number from 1. */
export function numberedRemarks(cases: readonly ComparedCase[]): Map<ComparedRemark, number> {
  const kinds = Object.keys(remarkTexts) as ComparedRemark[];
  const found = kinds.filter((kind) => cases.some(({ remarks }) => remarks.includes(kind)));
  return new Map(found.map((kind, index) => [kind, index + 1]));
}

/** `1 3`: the numbers of a case's remarks. */
export function remarkMarks(
  { remarks }: ComparedCase,
  numbers: ReadonlyMap<ComparedRemark, number>,
): string {
  return remarks.map((remark) => numbers.get(remark)!).join(" ");
}
