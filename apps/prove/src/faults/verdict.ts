import { plainTable } from "@stackbench/terminal";
import type { Judgement, Target } from "../outcome.ts";
import type { Violation } from "./evidence.ts";
import { expectations, type Fault } from "./fault.ts";
import type { TrialOutcome } from "./hold-fault-trial.ts";

/** A fault and what came of it, as a line of the proof's log. */
export interface FaultTrial extends Fault, TrialOutcome {
  seconds: number;
}

const counts: readonly Violation["count"][] = [
  "lost window",
  "wrong row",
  "left behind",
  "hang",
  "unclear end",
];

interface Extent {
  seed: number;
  short: boolean;
  /** So many faults must have struck. */
  least: number;
}

/** Pure. The text has the table, and each find with how to repeat it. */
export function judgeFaults(
  trials: readonly FaultTrial[],
  { seed, short, least }: Extent,
): Judgement {
  const struck = trials.filter((trial) => trial.struck).length;
  const found = trials.flatMap(({ violations }) => violations);
  const targets: Target[] = [
    { name: "faults that struck", value: struck, atLeast: least },
    ...counts.map((count) => ({
      name: nameOf(count),
      value: found.filter((violation) => violation.count === count).length,
      atMost: 0,
    })),
  ];
  return { text: describeTrials(trials, { seed, short }), targets, figures: { seed, trials } };
}

function nameOf(count: Violation["count"]): string {
  return {
    "lost window": "finished windows lost",
    "wrong row": "wrong rows",
    "left behind": "things left behind after the next start",
    hang: "hangs",
    "unclear end": "ends without a documented code or a clear message",
  }[count];
}

function describeTrials(
  trials: readonly FaultTrial[],
  { seed, short }: Pick<Extent, "seed" | "short">,
): string {
  const rows = Object.keys(expectations).flatMap((kind) => {
    const own = trials.filter((trial) => trial.kind === kind);
    if (own.length === 0) return [];
    const violations = own.flatMap((trial) => trial.violations);
    return [
      [
        kind,
        `${own.length}`,
        `${own.filter((trial) => trial.struck).length}`,
        ...counts.map((count) => `${violations.filter((one) => one.count === count).length}`),
      ],
    ];
  });
  const lines = trials.flatMap(({ trial, kind, violations }) =>
    violations.map(
      ({ count, text }) =>
        `${count}: ${text}\n  ${kind}; again: pnpm prove faults --seed=${seed} --only=${trial}${short ? " --short" : ""}`,
    ),
  );
  return `${plainTable(["fault", "trials", "struck", ...counts], rows)}${lines.map((line) => `${line}\n`).join("")}`;
}
