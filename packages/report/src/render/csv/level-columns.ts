import type { LoadLevel } from "@stackbench/model";
import type { Line } from "./csv.ts";

/** How hard a case is loaded, in every file that names cases. */
export const levelColumns = ["loop", "connections", "rate_per_second", "arrivals"] as const;

export function levelOf(level: LoadLevel): Line<(typeof levelColumns)[number]> {
  const { loop, connections } = level;
  if (loop === "closed") return { loop, connections };
  return { loop, connections, rate_per_second: level.ratePerSecond, arrivals: level.arrivals };
}
