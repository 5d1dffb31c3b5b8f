import type { JournalEntry } from "./run.ts";
import type { PlannedSitting, PlannedWindow } from "./plan.ts";

/**
 * What the runner tells while it works. `journal` events must be on disk before the
 * generator function is asked for the next event; the others are for progress only.
 */
export type RunEvent =
  | { type: "journal"; entry: JournalEntry }
  | { type: "preparing"; message: string }
  | { type: "sitting-started"; sitting: PlannedSitting }
  /** `ready`: verified, and nothing has been sent to it yet that is measured. */
  | {
      type: "phase";
      sitting: PlannedSitting;
      phase: "bring-up" | "verify" | "ready" | "take-down";
    }
  | { type: "warming-up"; window: PlannedWindow; seconds: number }
  | { type: "warmed-up"; window: PlannedWindow }
  | { type: "measuring"; window: PlannedWindow; seconds: number };

/** Live figures of the window that runs, for a progress line. Never stored. */
export interface LiveReading {
  windowId: string;
  requestsPerSecond: number;
}
