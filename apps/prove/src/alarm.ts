import type { Verdict } from "@stackbench/statistics";

/** A verdict that a person acts on: among equally fast arms, a false one. */
export function isAlarm({ verdict }: { verdict: Verdict }): boolean {
  return verdict === "faster" || verdict === "slower";
}
