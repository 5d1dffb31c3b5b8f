import type { ComparedFigure } from "@stackbench/model";
import { percent } from "../numbers.ts";
import type { Group } from "../table.ts";
import { describeCompared, levelName } from "./group.ts";

/** Ends of an interval about a ratio, the lower one first. */
type Ends = readonly [low: number, high: number];

/** Which of several groups a sentence is about: no more than tells them apart; empty where there is one. */
export function subjectOf<Some extends Pick<Group, "workload" | "level">>(
  { workload, level }: Some,
  all: readonly Some[],
): string {
  if (all.length === 1) return "";
  const isOneLevel = all.every((other) => other.workload !== workload || other.level === level);
  return isOneLevel ? `${workload}: ` : `${workload}, ${levelName(level)}: `;
}

/** `a:x serves 1.9 to 2.1 times what b:y does`: of what is compared, the subject's divided by the object's. */
export function relateSides(
  { subject, object, ends }: { subject: string; object: string; ends: Ends },
  compared: ComparedFigure,
): string {
  if (compared.kind === "latency") {
    const figure = describeCompared(compared);
    return `the ${figure} of ${subject} is ${amount(ends, ["higher", "lower"])} than that of ${object}`;
  }
  if (ends[0] >= 1.5) return `${subject} serves ${timesBetween(ends)} times what ${object} does`;
  return `${subject} serves ${amount(ends, ["more", "less"])} than ${object}`;
}

/** `12 to 15 % more`. */
export function changeOf({ low, high }: { low: number; high: number }): string {
  return amount([low, high], ["more", "less"]);
}

function timesBetween([low, high]: Ends): string {
  const [a, b] = [digits(low), digits(high)];
  return a === b ? a : `${a} to ${b}`;
}

function digits(ratio: number): string {
  return ratio >= 9.95 ? String(Math.round(ratio)) : ratio.toFixed(ratio >= 2.95 ? 1 : 2);
}

/** `12 to 15 % more`; `1.0 % less to 4.0 % more` where both may be. */
function amount([low, high]: Ends, [up, down]: [string, string]): string {
  const [a, b] = [percent(low - 1), percent(high - 1)];
  if (low >= 1) return a === b ? `${a} % ${up}` : `${a} to ${b} % ${up}`;
  if (high <= 1) return a === b ? `${a} % ${down}` : `${b} to ${a} % ${down}`;
  return `${a} % ${down} to ${b} % ${up}`;
}
