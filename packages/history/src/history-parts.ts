import { levelName, type Lines, type Series } from "@stackbench/report";
import { eventsOf } from "./events.ts";
import type { GroupHistory, History, LineHistory } from "./judge-history.ts";
import { relativeSpeedOf } from "./line.ts";
import { dayOf } from "./tell.ts";

/** A workload at a load level over the nights, as a page shows it. */
export interface HistoryPart {
  title: string;
  /** What changed, the oldest first. */
  told: string[];
  picture: Lines;
}

/** More curves cannot be told apart: those that stepped last come first. */
const mostCurves = 8;

const dayMs = 86_400_000;

/** `isShown`: by a variant's key; all where it is not given. */
export function historyParts(
  history: History,
  isShown: (key: string) => boolean = () => true,
): HistoryPart[] {
  const first = history.nights[0];
  if (!first) return [];
  return history.groups.flatMap((group, index) => {
    const lines = group.lines.filter(({ line, isAnchor }) => !isAnchor && isShown(line.key));
    if (lines.length === 0) return [];
    const told = eventsOf({ ...group, lines });
    return [{ title: titleOf(group), told, picture: pictureOf(lines, { group, index, first }) }];
  });
}

function titleOf({ workload, level }: GroupHistory): string {
  return `${workload} · ${levelName(level)}`;
}

function pictureOf(
  lines: readonly LineHistory[],
  { group, index, first }: { group: GroupHistory; index: number; first: History["nights"][number] },
): Lines {
  const from = Date.parse(first.startedAt);
  const day = (startedAt: string): number => (Date.parse(startedAt) - from) / dayMs;
  const last = ({ steps }: LineHistory): string => steps.at(-1)?.since.night.startedAt ?? "";
  const shown = lines.toSorted((a, b) => last(b).localeCompare(last(a))).slice(0, mostCurves);
  const marks = [
    ...group.moves.map(({ since }) => ({ since, label: "all" })),
    ...shown.flatMap(({ line, steps }) => steps.map(({ since }) => ({ since, label: line.key }))),
  ];
  return {
    kind: "lines",
    id: `history${index}`,
    title: `${titleOf(group)}: speed against the anchor`,
    caption: `The anchor is 1; of a latency the other way round, so that higher is always faster. A line marks where a step began (all: most moved together).${shown.length < lines.length ? ` ${shown.length} of ${lines.length} variants, those that stepped last.` : ""}`,
    x: {
      label: `days since ${dayOf({ night: first })}`,
      scale: "linear",
    },
    y: { label: "× the anchor's speed", scale: "log" },
    series: shown.map(({ line }): Series => ({
      label: line.key,
      points: line.entries.map((entry) => [
        day(entry.night.startedAt),
        Math.exp(relativeSpeedOf(entry)),
        null,
        null,
      ]),
    })),
    marks: marks.map(({ since, label }) => ({ x: day(since.night.startedAt), label })),
    drawnAtFirst: mostCurves,
  };
}
