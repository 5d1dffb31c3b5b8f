import { mayComeUp, type Failure } from "./failure.ts";
import type { WindowRecord } from "./run.ts";

/** A case may lose so many of its rounds and still be compared by the others. */
const mostFailedShare = 0.1;

/** How many rounds of a case were held and how many of them failed, with what the first that failed says. */
export interface FailedRounds {
  held: number;
  failed: number;
  first: { round: number; failure: Failure } | undefined;
  /** More failed than leave a figure that stands for the case. */
  isTooMany: boolean;
}

/** Of one case's windows. A round in which any window failed has failed. */
export function failedRounds(windows: readonly WindowRecord[]): FailedRounds {
  const held = new Set(windows.map(({ round }) => round)).size;
  const lost = windows.filter((window) => window.status === "failed");
  const failed = new Set(lost.map(({ round }) => round)).size;
  const [first] = lost;
  return {
    held,
    failed,
    first: first && { round: first.round, failure: first.failure },
    isTooMany: failed > mostFailedShare * held,
  };
}

/**
 * Whether a variant is tried no more: what failed is its image or its answers, or it did not come up, and either never
 * did before or failed in the round before as well. `windows`: all of the variant so far, in the order of time.
 */
export function isGivenUp(windows: readonly WindowRecord[]): boolean {
  const last = windows.at(-1);
  if (last?.status !== "failed") return false;
  const { stage } = last.failure;
  if (stage === "image" || stage === "verify") return true;
  // A machine that is lost says nothing of the variant, and may be back in the next round.
  if (stage === "machine" || !mayComeUp(last.failure)) return false;
  const before = windows.findLast(({ round }) => round !== last.round);
  return before === undefined || before.status === "failed";
}
