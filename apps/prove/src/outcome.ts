import { exitCodes, show, showJson } from "@stackbench/terminal";

export interface Bound {
  name: string;
  /** The bound, on the side given. */
  atLeast?: number;
  atMost?: number;
}

/** One figure that a proof or a benchmark of the harness reaches or misses. What is not known is missed, and says why. */
export type Target = Bound & ({ value: number } | { notKnown: string });

/** What figures say: a text to read, what was to be reached, and all of it for JSON. */
export interface Judgement<Figures extends object = object> {
  /** Tables and lines, each ended by a line feed; empty where there are none. */
  text: string;
  targets: readonly Target[];
  figures: Figures;
}

/** What `--json` prints of a proof and of `pnpm perf`. */
interface ProofOutcome {
  name: string;
  pass: boolean;
  figures: Record<string, unknown>;
}

export function isReached(target: Target): boolean {
  if ("notKnown" in target || !Number.isFinite(target.value)) return false;
  const { value, atLeast = -Infinity, atMost = Infinity } = target;
  return value >= atLeast && value <= atMost;
}

/** `pass  median ratio to wrk, keep-alive: 0.99 (at least 0.95)`. */
export function describeTarget(target: Target): string {
  const { name, atLeast, atMost } = target;
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  const between = atLeast !== undefined && atMost !== undefined ? `${atLeast} to ${atMost}` : bound;
  const told = inWords(target);
  const value =
    "notKnown" in told ? `not known: ${told.notKnown}` : `${Number(told.value.toPrecision(4))}`;
  return `${isReached(target) ? "pass" : "MISS"}  ${name}: ${value} (${between})`;
}

/** A number that is none was computed from nothing. */
function inWords(target: Target): Target {
  if ("notKnown" in target || Number.isFinite(target.value)) return target;
  const { value: _, ...bound } = target;
  return { ...bound, notKnown: "there is nothing to compute it from" };
}

/** A figure in so many decimals; `–` where it is none. */
export function decimals(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : "–";
}

/** What was to be reached, as it is told: figures that are none in words, and of no targets at all that there are none. */
export function targetsOf({ targets }: Pick<Judgement, "targets">): Target[] {
  if (targets.length > 0) return targets.map(inWords);
  return [{ name: "figures", atLeast: 1, notKnown: "there are none" }];
}

/** Prints an outcome, as text or as the one JSON object, and gives the exit code. */
export function conclude(name: string, judgement: Judgement, json: boolean): number {
  const { text, figures } = judgement;
  const targets = targetsOf(judgement);
  const pass = targets.every(isReached);
  const outcome: ProofOutcome = { name, pass, figures: { ...figures, targets } };
  if (json) showJson(outcome);
  else show(`${text === "" ? "" : `\n${text}\n`}${targets.map(describeTarget).join("\n")}\n`);
  return pass ? exitCodes.ok : exitCodes.failed;
}
