import { show, showJson } from "@stackbench/terminal";

/** One figure that a benchmark of the harness reaches or misses. */
export interface Target {
  name: string;
  value: number;
  /** The bound, on the side given. */
  atLeast?: number;
  atMost?: number;
}

/** What `perf X --json` prints: `{name, pass, figures}`. */
interface Outcome {
  name: string;
  pass: boolean;
  figures: Record<string, unknown>;
}

function reached({ value, atLeast, atMost }: Target): boolean {
  return (
    Number.isFinite(value) &&
    (atLeast === undefined || value >= atLeast) &&
    (atMost === undefined || value <= atMost)
  );
}

/** `pass  median ratio to wrk, keep-alive: 0.99 (at least 0.95)`. */
function describeTarget(target: Target): string {
  const bound =
    target.atLeast === undefined ? `at most ${target.atMost}` : `at least ${target.atLeast}`;
  const between =
    target.atLeast !== undefined && target.atMost !== undefined
      ? `${target.atLeast} to ${target.atMost}`
      : bound;
  return `${reached(target) ? "pass" : "MISS"}  ${target.name}: ${Number(target.value.toPrecision(4))} (${between})`;
}

/** Prints a benchmark's outcome, as text or as the one JSON object, and gives the exit code. */
export function conclude(
  name: string,
  targets: readonly Target[],
  figures: Record<string, unknown>,
  json: boolean,
): number {
  const pass = targets.every(reached);
  const outcome: Outcome = { name, pass, figures: { ...figures, targets } };
  if (json) showJson(outcome);
  else show(`${targets.map(describeTarget).join("\n")}\n`);
  return pass ? 0 : 1;
}
