import type { GroupFigures, LiveProcesses, Row } from "../row.ts";
import type { Group } from "../table.ts";
import { column, figure, text, type Column } from "./cell.ts";
import { sparkline } from "./sparkline.ts";

/** Characters for all rounds of a variant together, and of one round. */
const allStrips = 72;
const [narrowest, widest] = [4, 12];

/** `3 to 9 processes, 5.2 mean; by round ▁▃▆█ ▁▃▇█`. */
export function describeLive({ least, most, mean, rounds }: LiveProcesses): string {
  const width = Math.max(narrowest, Math.min(widest, Math.floor(allStrips / rounds.length)));
  const strips = rounds.map(({ counts }) => sparkline(counts, { least, most, width }));
  return `${least} to ${most} processes, ${mean.toFixed(1)} mean; by round ${strips.join(" ")}`;
}

/** The rows of a group whose number of processes changed within a window. */
export function rowsWithChanges({ rows }: Group): { row: Row; live: LiveProcesses }[] {
  return rows.flatMap((row) =>
    row.checks === null && row.liveProcesses?.changed ? [{ row, live: row.liveProcesses }] : [],
  );
}

/** The rows of a group that have process groups. */
export function rowsWithGroups({ rows }: Group): { row: Row; groups: GroupFigures[] }[] {
  return rows.flatMap((row) =>
    row.checks === null && row.processGroups ? [{ row, groups: row.processGroups }] : [],
  );
}

/** The figures of process groups. */
export const groupColumns: readonly Column<GroupFigures>[] = [
  column("group", "group", "left", ({ name }) => text(name ?? "other")),
  right("req/s", ({ requestsPerSecond }) => figure(requestsPerSecond, "perSecond")),
  right("CPU %", ({ cpuShare }) => figure(cpuShare, "percent")),
  right("CPU µs/req", ({ cpuMicrosPerRequest }) => figure(cpuMicrosPerRequest, "microseconds")),
  right("PSS MiB", ({ memoryBytes }) => figure(memoryBytes, "mebibytes")),
  right("processes", ({ processes, endedProcesses }) =>
    text(endedProcesses === 0 ? String(processes) : `${processes} (${endedProcesses} ended)`),
  ),
];

function right(head: string, cell: Column<GroupFigures>["cell"]): Column<GroupFigures> {
  return column(head, head, "right", cell);
}
