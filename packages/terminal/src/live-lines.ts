import { oneLine, sparkline } from "@stackbench/report";
import cliTruncate from "cli-truncate";
import stringWidth from "string-width";
import { consoleText } from "./console-text.ts";
import { count } from "./describe-window.ts";
import { figureOf, type LiveRow } from "./live-rows.ts";

/** Room on the screen, in cells. */
export interface Room {
  columns: number;
  rows: number;
}

/** All that is told of a run while it goes on. */
export interface LiveState {
  /** What is being done now. */
  now: string;
  /** `about 40 s left`; empty where nobody knows. */
  timeLeft: string;
  rows: readonly LiveRow[];
  /** What stands above it all, where it fits. */
  head?: readonly string[];
}

/**
 * Wider it is no easier to read; and a window that is made narrower, but not as narrow as this, breaks no line of it, which
 * terminals do in different ways.
 */
const mostColumns = 100;

/** Lines of the screen that are left to what is above. */
const above = 4;

/** A heading, one row and what is under way. */
const leastRows = 3;

/** More rounds than this share their bars. */
const mostBars = 24;

/** The lines that stand below all others while a run goes on: none is wider than the room, and they are not higher. */
export function liveLines({ head = [], ...state }: LiveState, room: Room): string[] {
  if (!hasRoomFor(head, room)) return linesOf(state, room);
  const cut = head.map((line) => cliTruncate(consoleText(line), widthIn(room)));
  return [...cut, "", ...linesOf(state, { ...room, rows: room.rows - cut.length - 1 })];
}

/** Whether what stands above leaves enough for what is under way. */
export function hasRoomFor(head: readonly string[], { rows }: Room): boolean {
  return head.length > 0 && rows - above - head.length - 1 >= leastRows;
}

function linesOf({ now, timeLeft, rows }: Omit<LiveState, "head">, room: Room): string[] {
  const most = Math.max(1, room.rows - above);
  const said = saidIn(room, now);
  if (most < leastRows || rows.length === 0) return [said];
  const free = most - 2;
  const fits = rows.length <= free;
  const shown = fits ? rows : underWay(rows, free - 1);
  const hidden = rows.length - shown.length;
  const soFar = `so far, not a result (${rows[0]!.isSearched ? "the last window" : "median"} of each)`;
  return [
    timeLeft === "" ? soFar : `${timeLeft}; ${soFar}`,
    ...(shown.length > 0 ? describeRows(shown, rows, widthIn(room)) : []),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ]
    .map((line) => cliTruncate(line, widthIn(room)))
    .concat(said);
}

/** What is done now, as their last line. */
export function saidIn(room: Room, now: string): string {
  return cliTruncate(oneLine(now), widthIn(room));
}

/** Columns of the lines that are rewritten. */
export function widthIn({ columns }: Room): number {
  return Math.max(1, Math.min(columns, mostColumns) - 1);
}

/** The ones that were worked on last, as they stood. */
function underWay(rows: readonly LiveRow[], most: number): readonly LiveRow[] {
  const latest = rows.toSorted((a, b) => b.touched - a.touched).slice(0, most);
  return rows.filter((row) => latest.includes(row));
}

/** `▸ fastify:bare  48,210 req/s  3 of 7  ▇▇▇····`: what a narrow window cuts off first stands last. */
function describeRows(
  shown: readonly LiveRow[],
  all: readonly LiveRow[],
  columns: number,
): string[] {
  const latest = Math.max(...all.map(({ touched }) => touched));
  const cells = shown.map((row) => {
    const figure = figureOf(row);
    return {
      name: oneLine(row.name),
      figure: figure === undefined ? "" : `${count(figure)} ${row.unit}`,
      held: `${row.held.length} of ${Math.max(row.planned, row.held.length)}`,
      bars: barsOf(row, highestOf(row, all)),
      isLatest: latest > 0 && row.touched === latest,
    };
  });
  const widest = (texts: readonly string[]): number =>
    Math.max(...texts.map((t) => stringWidth(t)));
  const nameWidth = Math.min(widest(cells.map(({ name }) => name)), Math.floor(columns / 2));
  const figureWidth = widest(cells.map(({ figure }) => figure));
  const heldWidth = widest(cells.map(({ held }) => held));
  return cells.map(({ name, figure, held, bars, isLatest }) => {
    const cutName = cliTruncate(name, nameWidth);
    const padded = cutName + " ".repeat(Math.max(0, nameWidth - stringWidth(cutName)));
    return `${isLatest ? "▸" : " "} ${padded}  ${figure.padStart(figureWidth)}  ${held.padStart(heldWidth)}  ${bars}`;
  });
}

function highestOf({ group }: LiveRow, all: readonly LiveRow[]): number {
  const held = all.filter((row) => row.group === group).flatMap((row) => row.held);
  return Math.max(0, ...held.map((one) => (one.kind === "valid" ? one.value : 0)));
}

/** A bar a window, from nothing to the highest of its group; `!` invalid, `×` failed, `·` still to come. */
function barsOf({ held, planned }: LiveRow, most: number): string {
  const marks = held.map((one) => {
    if (one.kind === "invalid") return "!";
    if (one.kind === "failed") return "×";
    return sparkline([one.value], { least: 0, most, width: 1 });
  });
  const left = Math.min(planned, mostBars) - marks.length;
  // The latest of many.
  return marks.slice(-mostBars).join("") + "·".repeat(Math.max(0, left));
}
