import { changeInterval, levelName, oneLine, percentChange } from "@stackbench/report";
import type {
  GroupHistory,
  History,
  LineBorder,
  LineHistory,
  VariantStep,
} from "./judge-history.ts";
import type { Entry, Line } from "./line.ts";
import type { Move } from "./moves.ts";
import type { Shift } from "./shift.ts";

/** `2026-03-01`: when the run of that night began, UTC. */
export function dayOf({ night }: Pick<Entry, "night">): string {
  return night.startedAt.slice(0, 10);
}

/** `−5.1 % (−6.2 to −4.0)`: of speed, so that less is slower. */
export function tellShift({ ratio, interval }: Shift): string {
  const reach = interval && ` (${changeInterval(ratio, interval.low, interval.high)})`;
  return `${percentChange(ratio)}${reach ?? ""}`;
}

/** `slower since 2026-03-01: −5.1 % (−6.2 to −4.0)`, and what else is known of it. */
export function tellStep(step: VariantStep): string {
  const { until, since, isDisturbed } = step;
  const commits = [until, since].map(({ night }) => night.harnessCommit?.slice(0, 10) ?? "unknown");
  const notes = [
    ...(commits[0] === commits[1] ? [] : [`commit ${commits.join(", then ")}`]),
    ...(until.case.images === since.case.images ? [] : ["images were built anew"]),
    ...(isDisturbed ? ["the machine moved on the same night"] : []),
  ];
  const word = step.ratio < 1 ? "slower" : "faster";
  return oneLine([`${word} since ${dayOf(since)}: ${tellShift(step)}`, ...notes].join("; "));
}

const moved = {
  machine: "the machine moved, most variants with it",
  anchor: "the anchor moved, and with it how all others stand to it",
} as const;

/** `the machine moved, most variants with it, since 2026-03-01: +12.0 % (11.2 to 12.9)`. */
export function tellMove(move: Move): string {
  return `${moved[move.kind]}, since ${dayOf(move.since)}: ${tellShift(move)}`;
}

export const changed = {
  machine: "the machine or how it measures changed",
  versions: "versions changed",
  anchor: "the anchor changed",
} as const;

/** `versions changed on 2026-03-01 (fastify: 5.1, then 5.2): −0.4 % (−1.3 to +0.5)`. */
export function tellBorder({ kind, changes, since, shift }: LineBorder): string {
  const [first, ...others] = changes;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const what = oneLine(`${changed[kind]} on ${dayOf(since)} (${first}${more})`);
  return shift === null ? what : `${what}: ${tellShift(shift)}`;
}

/** `fastify:bare, hello at 64 connections`. */
export function nameOf({ key, workload, level }: Line): string {
  return oneLine(`${key}, ${workload} at ${levelName(level)}`);
}

/** What became known with the newest night, a sentence each; empty where nothing did. */
export function tellNews(history: History): string[] {
  return history.groups.flatMap((group) => [
    ...newMoves(history, group).map((move) => {
      const { workload, level } = group;
      return `${workload} at ${levelName(level)}: ${tellMove(move)}`;
    }),
    ...group.lines.flatMap((one) =>
      newSteps(history, one).map((step) => `${nameOf(one.line)}: ${tellStep(step)}`),
    ),
  ]);
}

/** Whether the newest night tells that something got slower by itself. */
export function gotSlower(history: History): boolean {
  return history.groups.some(({ lines }) =>
    lines.some((one) =>
      newSteps(history, one).some(({ ratio, isDisturbed }) => ratio < 1 && !isDisturbed),
    ),
  );
}

function newSteps({ nights }: History, { steps }: LineHistory): VariantStep[] {
  return steps.filter(({ told }) => told.night === nights.at(-1));
}

function newMoves({ nights }: History, { moves }: GroupHistory): Move[] {
  return moves.filter(({ told }) => told.night === nights.at(-1));
}
