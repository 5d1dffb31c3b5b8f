import type { Profile, ProfileFrame } from "@stackbench/model";
import { timesWithin } from "./times-within.ts";

/** A function as others called it. */
export interface Branch {
  frame: ProfileFrame;
  /** Of each profile: what of the time at work was in it and in what it called from here, 0 to 1. */
  shares: number[];
  /** What it called. */
  branches: Branch[];
}

/** Call trees laid over each other: functions of one caller with the same key are one. */
export function branchesOf(
  profiles: readonly Profile[],
  keyOf: (frame: ProfileFrame) => string,
): Branch[] {
  const all: Branch[] = [];
  const roots: Branch[] = [];
  const known = new Map<string, number>();
  /** Its place among all. */
  const childOf = (parent: number, frame: ProfileFrame): number => {
    const key = `${parent}/${keyOf(frame)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made: Branch = { frame, shares: profiles.map(() => 0), branches: [] };
    (all[parent]?.branches ?? roots).push(made);
    known.set(key, all.length);
    return all.push(made) - 1;
  };
  profiles.forEach(({ frames, nodes }, index) => {
    const { within, busyMicros } = timesWithin(nodes);
    if (busyMicros === 0) return;
    // Parents come before their children.
    const places: number[] = [];
    nodes.forEach(([parent, frame], node) => {
      const place = childOf(places[parent] ?? -1, frames[frame]!);
      places.push(place);
      all[place]!.shares[index]! += within[node]! / busyMicros;
    });
  });
  return roots;
}
