import { median, watchSteps, type Cut } from "@stackbench/statistics";
import { type Entry, type Group, isAnchor, type Line, relativeSpeedOf, speedOf } from "./line.ts";
import { fewestForMost, stepRules } from "./rules.ts";
import { segmentsOf, type Segment } from "./segments.ts";
import { shiftFrom, shiftOf, type Shift } from "./shift.ts";

/** A lasting change of one line against its anchor, inside a segment. */
export interface LineStep extends Shift {
  line: Line;
  /** The last night before it, the first after it, and the one on which it was known. */
  until: Entry;
  since: Entry;
  told: Entry;
  /** Whose change it is: the line's own, or that of what it is compared with. */
  of: "variant" | "anchor";
  /** How the speed of either side changed by itself, as far as was known when it was told; null where nights are too few. */
  own: Shift | null;
  anchor: Shift | null;
}

/** The steps of all lines of a group but the anchor's. */
export function stepsOf(group: Group): LineStep[] {
  const lines = group
    .filter((line) => !isAnchor(line))
    .map((line) => ({ line, segments: segmentsOf(line) }));
  return lines.flatMap(({ line, segments }) =>
    segments.flatMap((segment) => {
      const anchor = anchorIn(group, segment);
      const others = lines.filter((other) => other.line !== line);
      return stepsIn(segment, { anchor, others }).map((step) => ({ ...step, line }));
    }),
  );
}

interface Neighbours {
  anchor: readonly Entry[];
  others: readonly { segments: readonly Segment[] }[];
}

function stepsIn({ entries }: Segment, around: Neighbours): Omit<LineStep, "line">[] {
  const series = entries.map(relativeSpeedOf);
  const witnesses = new Map<number, Witness>();
  const isSure = (cut: Cut): boolean => {
    const witness = witnessOf(entries, cut, around);
    if (witness) witnesses.set(cut.index, witness);
    return witness !== undefined;
  };
  return watchSteps(series, stepRules, isSure).map((step) => ({
    ...shiftFrom(step),
    until: entries[step.index - 1]!,
    since: entries[step.index]!,
    told: entries[step.toldAt]!,
    ...witnesses.get(step.index)!,
  }));
}

type Witness = Pick<LineStep, "of" | "own" | "anchor">;

/**
 * Whose a change against the anchor is. With enough other lines they tell: where most changed as much the same way, it is
 * the anchor's; where the line left most of them behind by as much, it is its own; where neither can be said, nothing is.
 * Without them it is the anchor's where that one's own speed changed by far more than the line's.
 */
function witnessOf(
  entries: readonly Entry[],
  { index, toldAt, from }: Cut,
  { anchor, others }: Neighbours,
): Witness | undefined {
  const [first, since, told] = [from, index, toldAt].map((i) => entries[i]!.night.startedAt);
  const nights = { first: first!, since: since!, told: told! };
  const own = shiftWithin(entries, nights, speedOf);
  const anchors = shiftWithin(anchor, nights, speedOf);
  const facts = { own: own ?? null, anchor: anchors ?? null };
  const shifts = others.flatMap(({ segments }) => {
    const segment = segments.find(({ entries: theirs }) => theirs.some(isOf(entries[index]!)));
    const shift = segment && shiftWithin(segment.entries, nights, relativeSpeedOf);
    return shift ? [Math.log(shift.ratio)] : [];
  });
  if (1 + shifts.length < fewestForMost) {
    const isAnchors = anchors && own && reach(anchors) > 2 * reach(own);
    return { ...facts, of: isAnchors ? "anchor" : "variant" };
  }
  const change = Math.log(shiftWithin(entries, nights, relativeSpeedOf)!.ratio);
  const usual = median(shifts);
  if (usual * change > 0 && Math.abs(usual) >= stepRules.leastChange) {
    return { ...facts, of: "anchor" };
  }
  return Math.abs(change - usual) >= stepRules.leastChange
    ? { ...facts, of: "variant" }
    : undefined;
}

/** Undefined where the nights on either side are too few to tell. */
function shiftWithin(
  entries: readonly Entry[],
  { first, since, told }: Record<"first" | "since" | "told", string>,
  read: (entry: Entry) => number,
): Shift | undefined {
  const known = entries.filter(
    ({ night: { startedAt } }) => startedAt >= first && startedAt <= told,
  );
  const before = known.filter(({ night }) => night.startedAt < since);
  const after = known.filter(({ night }) => night.startedAt >= since);
  if (Math.min(before.length, after.length) < stepRules.after) return undefined;
  return shiftOf(before.map(read), after.map(read));
}

function reach({ ratio }: Shift): number {
  return Math.abs(Math.log(ratio));
}

function isOf({ night }: Entry): (entry: Entry) => boolean {
  return (entry) => entry.night === night;
}

/** What the anchor did in the nights of a segment. */
function anchorIn(group: Group, { entries }: Segment): Entry[] {
  const nights = new Set(entries.map(({ night }) => night));
  const line = group.find(({ key }) => key === entries[0]!.case.anchor);
  return line?.entries.filter(({ night }) => nights.has(night)) ?? [];
}
