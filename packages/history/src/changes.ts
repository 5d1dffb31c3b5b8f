import { column, levelName, oneLine, text, type Column } from "@stackbench/report";
import type { History, LineBorder, LineHistory } from "./judge-history.ts";
import { changed, dayOf, tellShift } from "./tell.ts";

/** Something that was not as in the nights before, for some variants. */
export interface HistoryChange {
  /** The first day on which it was so, UTC. */
  since: string;
  /** `versions changed`. */
  kind: string;
  /** `fastify: 5.1, then 5.2`, each; of the first night `fastify 5.1`. */
  changes: readonly string[];
  variants: string[];
  /** By how much each variant's speed against the anchor changed with it, where enough nights tell. */
  shifts: string[];
}

/** What variants were made of at first, and what changed of it when, the newest first. `isShown`: by a variant's key. */
export function changesOf(history: History, isShown: (key: string) => boolean): HistoryChange[] {
  const found = new Map<string, HistoryChange>();
  for (const { workload, level, lines } of history.groups) {
    const place = `${workload} at ${levelName(level)}`;
    for (const one of lines.filter(({ line }) => isShown(line.key))) {
      for (const { shift, ...what } of [firstOf(one), ...one.borders.map(borderOf)]) {
        const id = JSON.stringify(what);
        const change = found.get(id) ?? { ...what, variants: [], shifts: [] };
        const { key } = one.line;
        if (!change.variants.includes(key)) change.variants.push(key);
        if (shift) change.shifts.push(`${key}, ${place}: ${tellShift(shift)}`);
        found.set(id, change);
      }
    }
  }
  return [...found.values()].toSorted((a, b) => b.since.localeCompare(a.since));
}

type Found = Pick<HistoryChange, "since" | "kind" | "changes"> & Pick<LineBorder, "shift">;

function firstOf({ line }: LineHistory): Found {
  const first = line.entries[0]!;
  const versions = Object.entries(first.case.versions).map(
    ([name, version]) => `${name} ${version}`,
  );
  return { since: dayOf(first), kind: "first night", changes: versions, shift: null };
}

function borderOf({ kind, changes, since, shift }: LineBorder): Found {
  return { since: dayOf(since), kind: changed[kind], changes, shift };
}

const cell = (head: string, of: (change: HistoryChange) => string): Column<HistoryChange> =>
  column(head, head, "left", (change) => text(oneLine(of(change))));

export const changeColumns: readonly Column<HistoryChange>[] = [
  cell("since", ({ since }) => since),
  cell("what", ({ kind }) => kind),
  cell("which", ({ changes }) => changes.join("; ")),
  cell("of", ({ variants }) => variants.join(", ")),
  cell("speed against the anchor", ({ shifts }) => shifts.join("; ")),
];
