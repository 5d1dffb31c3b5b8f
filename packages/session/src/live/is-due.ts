import type { JournalEntry } from "@stackbench/model";

/** After a sitting nothing is up, and the next takes a while to come up: a browser has time to draw. s. */
const afterSittingSeconds = 5;
/** Between windows of one sitting it draws into the next; where sittings are long there is no other way. s. */
const betweenWindowsSeconds = 60;
/** The run waits while a page is made: at most this share of it. */
const mostShare = 1 / 20;

/** Whether a page is made now. `sinceMs`: since the last one was made; `tookMs`: for how long the run waited for that. */
export function isDue(
  entry: JournalEntry,
  { sinceMs, tookMs }: { sinceMs: number; tookMs: number },
): boolean {
  if (entry.type !== "sitting-ended" && entry.type !== "window") return false;
  const seconds = entry.type === "window" ? betweenWindowsSeconds : afterSittingSeconds;
  return sinceMs >= Math.max(seconds * 1000, tookMs / mostShare);
}
