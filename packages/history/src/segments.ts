import type { Entry, Line } from "./line.ts";

/** Nights of a line that were measured alike: a change from one of them to another is the stack's own. */
export interface Segment {
  entries: Entry[];
  /** Why it is not one with the nights before; null for the first. */
  border: Border | null;
}

export interface Border {
  /** `machine`: what the run was held on and how. `versions`: of the variant, or of the anchor. `anchor`: another one. */
  kind: "machine" | "versions" | "anchor";
  /** `kernel: 6.1, then 6.12`, each. */
  changes: string[];
}

/** A line cut wherever machine, protocol, anchor, or the versions of either side changed. */
export function segmentsOf({ entries }: Line): Segment[] {
  const segments: Segment[] = [];
  for (const [index, entry] of entries.entries()) {
    const border = index === 0 ? null : borderBetween(entries[index - 1]!, entry);
    if (index === 0 || border) segments.push({ entries: [], border });
    segments.at(-1)!.entries.push(entry);
  }
  return segments;
}

function borderBetween(before: Entry, after: Entry): Border | null {
  const machine = differences(before.night.conditions, after.night.conditions);
  if (machine.length > 0) return { kind: "machine", changes: machine };
  const [old, anchor] = [before.case.anchor, after.case.anchor];
  if (old !== anchor) return { kind: "anchor", changes: [`anchor: ${old}, then ${anchor}`] };
  const own = differences(before.case.versions, after.case.versions);
  const anchors =
    after.case.key === anchor
      ? []
      : differences(versionsOfAnchor(before), versionsOfAnchor(after)).map(
          (change) => `${anchor}, ${change}`,
        );
  const changes = [...own, ...anchors];
  return changes.length > 0 ? { kind: "versions", changes } : null;
}

function versionsOfAnchor({ night, case: { anchor } }: Entry): Readonly<Record<string, string>> {
  return night.cases.find(({ key }) => key === anchor)?.versions ?? {};
}

type Named = Readonly<Record<string, string>>;

function differences(before: Named, after: Named): string[] {
  if (before === after) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name}: ${before[name] ?? "none"}, then ${after[name] ?? "none"}`);
}
