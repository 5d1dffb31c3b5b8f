import { bisect } from "./bisect.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/** Probabilities, 0 to 1. */
export interface ProbabilityInterval {
  low: number;
  high: number;
}

/**
 * Between which probabilities the one behind `successes` of `trials` lies, with at least `confidence`: each side misses
 * with at most (1 - confidence) / 2, whatever the probability. Without a success the interval begins at 0, without a
 * failure it ends at 1. Throws RangeError where the counts are not whole, 0 <= successes <= trials >= 1, or
 * `confidence` not between 0 and 1.
 * Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26 (1934); through the beta law.
 */
export function exactBinomialInterval(
  successes: number,
  trials: number,
  confidence = 0.95,
): ProbabilityInterval {
  const counted = Number.isSafeInteger(successes) && Number.isSafeInteger(trials);
  if (!counted || trials < 1 || successes < 0 || successes > trials) {
    throw new RangeError(
      `exactBinomialInterval: expected 0 <= successes <= trials >= 1, got ${successes} of ${trials}`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `exactBinomialInterval: expected a confidence between 0 and 1, got ${confidence}`,
    );
  }
  const tail = (1 - confidence) / 2;
  const failures = trials - successes;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    high: failures === 0 ? 1 : 1 - betaQuantile(tail, failures, successes + 1),
  };
}

function betaQuantile(p: number, a: number, b: number): number {
  return bisect((x) => incompleteBeta(x, a, b), p, [0, 1]);
}
