import type { Row, Table } from "@stackbench/report";

/** What the variants cost at one rate of one workload, the cheapest first. */
export interface Costs {
  workload: Row["workload"];
  ratePerSecond: number;
  /** Whom all others are compared with; null where none can be. */
  anchor: string | null;
  rows: Row[];
}

/** Every group of a run: one rate of one workload. */
export function costsOf({ groups }: Table): Costs[] {
  return groups.flatMap(({ workload, level, anchor, rows }) => {
    if (level.loop !== "open") return [];
    const own = rows.filter(({ checks }) => checks === null);
    const sorted = own.toSorted((a, b) => (cpuMicros(a) ?? Infinity) - (cpuMicros(b) ?? Infinity));
    return [{ workload, ratePerSecond: level.ratePerSecond, anchor, rows: sorted }];
  });
}

/** User and system CPU time of app and proxy for a request, µs; null where nobody knows. */
export function cpuMicros({
  cpuUserMicrosPerRequest: user,
  cpuSystemMicrosPerRequest: system,
}: Pick<Row, "cpuUserMicrosPerRequest" | "cpuSystemMicrosPerRequest">): number | null {
  return user === null || system === null ? null : user + system;
}
