import { formatSeconds, show } from "@stackbench/terminal";
import type { Difference } from "@stackbench/model";

/** What verifying one variant came to. */
export interface VerifyOutcome {
  key: string;
  checks: number;
  differences: Difference[];
  failure?: string;
  logLines: string[];
}

export function passed(outcome: VerifyOutcome): boolean {
  return outcome.failure === undefined && outcome.differences.length === 0;
}

/** On stdout, for people. */
export function showVerifyOutcome(outcome: VerifyOutcome, seconds: number): void {
  const lines = passed(outcome)
    ? [`ok      ${outcome.key}  ${outcome.checks} checks in ${formatSeconds(seconds)}`]
    : [
        `FAILED  ${outcome.key}  ${outcome.failure ?? `${outcome.differences.length} of ${outcome.checks} checks differ`}`,
        ...outcome.differences.flatMap((difference) => [
          `        ${difference.workload}: ${difference.request}`,
          `          expected ${difference.expected}`,
          `          got      ${difference.got}`,
        ]),
        ...outcome.logLines.map((line) => `        | ${line}`),
      ];
  // Answers and logs of a server: no line of theirs looks like one of ours.
  show(`${lines.map((line) => line.replaceAll("\n", "\n        | ")).join("\n")}\n`);
}
