import { figure } from "../render/column-cells.ts";
import { mebibytes, microseconds, percent, perSecond } from "./numbers.ts";
import { sparkline } from "./sparkline.ts";
import type { GroupFigures, LiveProcesses, Row } from "../row.ts";
import type { Group } from "../table.ts";

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

/** One column of the figures of process groups. */
export interface GroupColumn {
  head: string;
  cell(group: GroupFigures): string;
}

export const groupName: GroupColumn = { head: "group", cell: ({ name }) => name ?? "other" };

export const groupColumns: readonly GroupColumn[] = [
  { head: "req/s", cell: ({ requestsPerSecond }) => figure(requestsPerSecond, perSecond) },
  { head: "CPU %", cell: ({ cpuShare }) => percent(cpuShare) },
  {
    head: "CPU µs/req",
    cell: ({ cpuMicrosPerRequest }) => figure(cpuMicrosPerRequest, microseconds),
  },
  { head: "PSS MiB", cell: ({ memoryBytes }) => figure(memoryBytes, mebibytes) },
  {
    head: "processes",
    cell: ({ processes, endedProcesses }) =>
      endedProcesses === 0 ? String(processes) : `${processes} (${endedProcesses} ended)`,
  },
];
