import { fewestForRanks, hodgesLehmann } from "./hodges-lehmann.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { studentReach } from "./student-tails.ts";

/** A ratio: its estimate and an interval, null where too few values allow none. */
interface RatioCentre {
  estimate: number;
  interval: { low: number; high: number; confidence: number } | null;
}

/** What is said of fewer values than the signed-rank interval needs: no interval, or from three on Student's. */
type FewValues = "no interval" | "Student's";

const confidence = 0.95;
const fewestForStudent = 3;

/** The logarithm of one figure over another wherever both have it, by what they have it by. All figures are positive. */
export function logRatios<Key>(
  of: ReadonlyMap<Key, number>,
  to: ReadonlyMap<Key, number>,
): Map<Key, number> {
  return new Map(
    [...of].flatMap(([key, value]) => {
      const other = to.get(key);
      return other === undefined ? [] : [[key, Math.log(value / other)] as const];
    }),
  );
}

/**
 * The ratio that logarithms of ratios lie about: Hodges-Lehmann with its signed-rank interval, and of fewer than six as
 * `few` says, where Student's stands about their mean. Throws RangeError without values, or where one is not finite.
 */
export function ratioCentre(logs: readonly number[], few: FewValues): RatioCentre {
  const isStudents =
    few === "Student's" && logs.length >= fewestForStudent && logs.length < fewestForRanks;
  const found = isStudents ? studentCentre(logs) : hodgesLehmann(logs, confidence);
  const isBound = Number.isFinite(found.low) && Number.isFinite(found.high);
  return {
    estimate: Math.exp(found.estimate),
    interval: isBound
      ? { low: Math.exp(found.low), high: Math.exp(found.high), confidence: found.confidence }
      : null,
  };
}

function studentCentre(logs: readonly number[]) {
  const estimate = mean(logs);
  const variance = squaredDeviations(logs, estimate) / (logs.length - 1);
  const reach = studentReach(confidence, logs.length - 1) * Math.sqrt(variance / logs.length);
  return { estimate, low: estimate - reach, high: estimate + reach, confidence };
}
