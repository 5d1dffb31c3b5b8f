import { hodgesLehmann, median } from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import type { Throughput } from "../row.ts";
import { intervalOf } from "./interval.ts";

/**
 * What positive rates of rounds lie about: the Hodges-Lehmann estimate of their logarithms with its interval, and their
 * median where rounds are too few for one.
 */
export function rateCentre(rates: readonly number[]): Pick<Throughput, "estimate" | "interval"> {
  const centre = hodgesLehmann(rates.map(Math.log), comparisonRules.confidence);
  const interval = intervalOf({
    low: Math.exp(centre.low),
    high: Math.exp(centre.high),
    confidence: centre.confidence,
  });
  return { estimate: interval ? Math.exp(centre.estimate) : median(rates), interval };
}
