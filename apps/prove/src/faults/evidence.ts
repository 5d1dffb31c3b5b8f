import type { JournalEntry, RunRecord } from "@stackbench/model";
import type { Expectation } from "./fault.ts";
import type { Ending } from "./program.ts";

/** What a campaign counts, and the case that it was seen in. */
export interface Violation {
  count: "lost window" | "wrong row" | "left behind" | "hang" | "unclear end";
  text: string;
}

/** A row of `--json`, as far as it is judged. */
export interface SeenRow {
  stack: string;
  variant: string;
  status: string;
  windows: { planned: number; measured: number; failed: number };
}

export interface RunEvidence {
  /** As the program that the fault struck ended. */
  first: Ending;
  /** Windows that it had told of as finished. */
  printed: readonly string[];
  /** Whole lines of the journal before and after the next start. */
  before: readonly JournalEntry[];
  after: readonly JournalEntry[];
  /** The start after the fault; absent where there was none to go on with. */
  next: Ending | undefined;
  /** Whether that one began anew, because the run could not be gone on with. */
  anew: boolean;
  record: RunRecord | undefined;
  rows: readonly SeenRow[];
  variants: readonly string[];
  expected: Expectation;
  /** Whose sitting was struck. */
  struck: string | undefined;
}

export function violation(count: Violation["count"], text: string): Violation {
  return { count, text };
}
