import type { NightCase } from "@stackbench/model";
import type { JudgedCase, JudgedNight } from "./judged-night.ts";

/** What one night says of a line. */
export interface Entry {
  night: JudgedNight;
  case: JudgedCase;
}

/** One variant under one workload at one load level, over all nights that have it, oldest first. */
export interface Line extends Pick<NightCase, "key" | "workload" | "level" | "comparedBy"> {
  entries: Entry[];
}

/** Lines of one workload at one load level, compared by one figure. */
export type Group = Line[];

/** All lines of these nights, in the order in which they were first met, by group. */
export function groupsOf(nights: readonly JudgedNight[]): Group[] {
  const lines = new Map<string, Line>();
  for (const night of nights) {
    for (const entry of night.cases) {
      const { key, workload, level, comparedBy } = entry;
      const id = `${groupId(entry)} ${key}`;
      const line = lines.get(id) ?? { key, workload, level, comparedBy, entries: [] };
      line.entries.push({ night, case: entry });
      lines.set(id, line);
    }
  }
  return [...Map.groupBy(lines.values(), (line) => groupId(line.entries[0]!.case)).values()];
}

function groupId({ workload, level, comparedBy, generator }: JudgedCase): string {
  return JSON.stringify([workload, level, comparedBy, generator]);
}

/** Whether the newest entry is that of the anchor itself. */
export function isAnchor({ entries }: Line): boolean {
  const { key, anchor } = entries.at(-1)!.case;
  return key === anchor;
}

/** What rises with speed: the logarithm of the compared figure, of a latency its negative. */
export function speedOf({ case: { comparedBy, throughput, p50Ms, p99Ms } }: Entry): number {
  if (comparedBy === "throughput") return Math.log(throughput.estimate);
  return -Math.log((comparedBy === "latency-p50" ? p50Ms : p99Ms) ?? Number.NaN);
}

/** The same against the anchor's; 0 for the anchor. */
export function relativeSpeedOf({ case: { comparedBy, ratio } }: Entry): number {
  const log = Math.log(ratio?.estimate ?? 1);
  return comparedBy === "throughput" ? log : -log;
}
