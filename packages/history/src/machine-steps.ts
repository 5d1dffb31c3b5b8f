import { median, watchSteps } from "@stackbench/statistics";
import { type Entry, type Group, isAnchor, type Line, speedOf } from "./line.ts";
import { fewestForMost, machineRules } from "./rules.ts";
import { segmentsOf } from "./segments.ts";
import { shiftFrom, type Shift } from "./shift.ts";

/** A lasting change of the speed of most lines of a group, by whatever they share: the machine moved, and no stack. */
export interface MachineStep extends Shift {
  since: Entry;
  told: Entry;
}

/**
 * The common speed of a night is the median over lines of how far each lies from its own first nights; without enough
 * lines to be most whatever one of them does, it is the anchor's. Those lines count that have half of their first nights or
 * more, so that what comes later changes no night before it. Nights are cut into segments as the anchor's are.
 */
export function machineStepsOf(group: Group): MachineStep[] {
  const anchor = group.find(isAnchor);
  if (!anchor) return [];
  return segmentsOf(anchor).flatMap(({ entries }) => {
    const read = commonSpeed(group.length < fewestForMost ? [anchor] : group, entries);
    return watchSteps(entries.map(read), machineRules).map((step) => ({
      ...shiftFrom(step),
      since: entries[step.index]!,
      told: entries[step.toldAt]!,
    }));
  });
}

function commonSpeed(group: Group, entries: readonly Entry[]): (entry: Entry) => number {
  const first = new Set(entries.slice(0, machineRules.before).map(({ night }) => night));
  const members = group.flatMap((line): Member[] => {
    const known = line.entries.filter(({ night }) => first.has(night)).map(speedOf);
    return known.length * 2 < first.size ? [] : [{ speeds: speedsOf(line), usual: median(known) }];
  });
  return ({ night }) =>
    median(
      members.flatMap(({ speeds, usual }) => {
        const speed = speeds.get(night);
        return speed === undefined ? [] : [speed - usual];
      }),
    );
}

interface Member {
  speeds: ReadonlyMap<Entry["night"], number>;
  usual: number;
}

function speedsOf({ entries }: Line): Member["speeds"] {
  return new Map(entries.map((entry) => [entry.night, speedOf(entry)]));
}
