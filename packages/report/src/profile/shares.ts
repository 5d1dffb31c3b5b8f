import type { Profile, ProfileFrame } from "@stackbench/model";
import { libraryOf } from "./library-of.ts";
import { placeOf } from "./place-of.ts";
import { timesWithin } from "./times-within.ts";

/** A function in one profile. Shares are of the time in which the app's threads were at work, 0 to 1. */
export interface FunctionShares {
  name: string;
  /** As short as it tells the file from others; empty where it has none. */
  file: string;
  line: number;
  /** What it is part of: a package, the runtime, the app. */
  library: string;
  /** In the function itself. */
  self: number;
  /** In it or in what it called; a function that calls itself counts once. */
  total: number;
}

/** By function, the same in profiles of other processes and variants. Empty where nothing was at work. */
export function sharesOf({ frames, nodes }: Profile): Map<string, FunctionShares> {
  const { within, busyMicros: busy } = timesWithin(nodes);
  const shares = new Map<string, FunctionShares>();
  if (busy === 0) return shares;
  const keys = frames.map(functionKey);
  nodes.forEach(([parent, frame, self], index) => {
    const key = keys[frame]!;
    const found = shares.get(key) ?? emptyOf(frames[frame]!);
    found.self += self / busy;
    if (!isBelow(key, parent, { nodes, keys })) found.total += within[index]! / busy;
    shares.set(key, found);
  });
  return shares;
}

/** A function wherever it stands in its file; `line` is 0 where several of its name do. */
export type NamedShare = Omit<FunctionShares, "total">;

/** By name and file: an edit moves what stands below it to other lines. */
export function sharesByName(functions: Iterable<FunctionShares>): Map<string, NamedShare> {
  const named = new Map<string, NamedShare>();
  for (const { name, file, line, library, self } of functions) {
    const key = JSON.stringify([name, file]);
    const known = named.get(key);
    named.set(
      key,
      known ? { ...known, line: 0, self: known.self + self } : { name, file, line, library, self },
    );
  }
  return named;
}

/** Shares of what functions are part of, in the functions themselves; the largest first. */
export function libraryShares(
  functions: Iterable<FunctionShares>,
): { library: string; self: number }[] {
  const byLibrary = new Map<string, number>();
  for (const { library, self } of functions) {
    byLibrary.set(library, (byLibrary.get(library) ?? 0) + self);
  }
  return [...byLibrary]
    .map(([library, self]) => ({ library, self }))
    .toSorted((a, b) => b.self - a.self);
}

/** Where a package is installed differs from image to image: what it is called in there does not. */
function functionKey(frame: ProfileFrame): string {
  return JSON.stringify([frame.name, placeOf(frame.file), frame.line]);
}

function emptyOf(frame: ProfileFrame): FunctionShares {
  const { name, file, line } = frame;
  return { name, file: placeOf(file), line, library: libraryOf(frame), self: 0, total: 0 };
}

function isBelow(
  key: string,
  start: number,
  { nodes, keys }: { nodes: Profile["nodes"]; keys: readonly string[] },
): boolean {
  for (let at = start; at >= 0; at = nodes[at]![0]) if (keys[nodes[at]![1]] === key) return true;
  return false;
}
