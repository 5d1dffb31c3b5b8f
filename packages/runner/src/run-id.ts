import { randomBytes } from "node:crypto";

/** `20261121-054714-3f9a`: sorts by time, and two runs of one second differ. */
export function newRunId(now: Date): string {
  const [date, time] = now.toISOString().split("T") as [string, string];
  const compact = `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}`;
  return `${compact}-${randomBytes(2).toString("hex")}`;
}
