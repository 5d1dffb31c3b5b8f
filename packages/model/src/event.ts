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
  /** After so many rounds it was looked whether the answer is known, and the run goes on. */
  | { type: "looked"; round: number }
  /** `requests`: of a window that is bounded by them; `seconds` are then the most it may take. */
  | { type: "measuring"; window: PlannedWindow; seconds: number; requests?: number };

/** Live figures of the window that runs, for a progress line. Never stored. */
export interface LiveReading {
  windowId: string;
  requestsPerSecond: number;
  /** Right answers so far, of a window that is bounded by requests. */
  answered?: number;
}
