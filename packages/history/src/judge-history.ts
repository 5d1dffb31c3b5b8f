import { stepsOf, type LineStep } from "./group-steps.ts";
import { groupsOf, isAnchor, relativeSpeedOf, type Entry, type Group, type Line } from "./line.ts";
import type { JudgedNight } from "./judged-night.ts";
import { machineStepsOf } from "./machine-steps.ts";
import { movesOf, type Move } from "./moves.ts";
import { sameNights, stepRules } from "./rules.ts";
import { segmentsOf, type Border, type Segment } from "./segments.ts";
import { shiftOf, type Shift } from "./shift.ts";

/** All nights, judged: what changed when, and what of it is the stacks' own. */
export interface History {
  /** Oldest first. */
  nights: JudgedNight[];
  groups: GroupHistory[];
}

export interface GroupHistory extends Pick<Line, "workload" | "level" | "comparedBy"> {
  lines: LineHistory[];
  /** What moved most lines together. */
  moves: Move[];
}

export interface LineHistory {
  line: Line;
  isAnchor: boolean;
  /** The newest one last. */
  borders: LineBorder[];
  steps: VariantStep[];
}

/** Where a segment begins. What changed with it is told of it, and never as a step. */
export interface LineBorder extends Border {
  since: Entry;
  /** Of the speed against the anchor's; null for the anchor, and where too few nights lie on either side. */
  shift: Shift | null;
}

/** A step of a line's own. */
export interface VariantStep extends LineStep {
  /** The machine moved on the same night: whose change it is cannot be told. */
  isDisturbed: boolean;
}

/** Judges nights in any order. Deterministic; what is told of a night stays as it is when later ones are added. */
export function judgeHistory(nights: readonly JudgedNight[]): History {
  const inTime = nights.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return { nights: inTime, groups: groupsOf(inTime).map((group) => judgeGroup(group, inTime)) };
}

function judgeGroup(group: Group, nights: readonly JudgedNight[]): GroupHistory {
  const order = new Map(nights.map((night, index) => [night, index]));
  const apart = (a: Entry, b: Entry): number => Math.abs(order.get(a.night)! - order.get(b.night)!);
  const steps = stepsOf(group);
  const machine = machineStepsOf(group);
  const { workload, level, comparedBy } = group[0]!;
  return {
    workload,
    level,
    comparedBy,
    lines: group.map((line) => ({
      line,
      isAnchor: isAnchor(line),
      borders: bordersOf(line, steps),
      steps: steps
        .filter((step) => step.line === line && step.of === "variant")
        .map((step) => ({
          ...step,
          isDisturbed: machine.some(({ since }) => apart(since, step.since) <= sameNights),
        })),
    })),
    moves: movesOf(steps, machine, apart),
  };
}

function bordersOf(line: Line, steps: readonly LineStep[]): LineBorder[] {
  const segments = segmentsOf(line);
  return segments.flatMap((segment, index) => {
    const { border, entries } = segment;
    if (border === null) return [];
    const cuts = steps.filter((step) => step.line === line).map(({ since }) => since);
    const shift = isAnchor(line)
      ? undefined
      : shiftAcross(segments[index - 1]!, segment, new Set(cuts));
    return [{ ...border, since: entries[0]!, shift: shift ?? null }];
  });
}

/** From the last level of one segment to the first of the next. */
function shiftAcross(before: Segment, after: Segment, cuts: ReadonlySet<Entry>): Shift | undefined {
  const isCut = (entry: Entry): boolean => cuts.has(entry);
  const old = before.entries.slice(Math.max(0, before.entries.findLastIndex(isCut)));
  const until = after.entries.findIndex(isCut);
  const first = after.entries.slice(0, until === -1 ? undefined : until);
  if (Math.min(old.length, first.length) < stepRules.after) return undefined;
  return shiftOf(
    old.slice(-stepRules.windowLength).map(relativeSpeedOf),
    first.slice(0, stepRules.windowLength).map(relativeSpeedOf),
  );
}
