import { isDeepStrictEqual } from "node:util";
import {
  expectedSittings,
  type JournalEntry,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import { exitCodes } from "../../exit-codes.ts";
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

const inOrder: readonly (number | null)[] = [exitCodes.ok, exitCodes.failed, exitCodes.invalid];

/** All that is wrong with what a run came to after a fault. */
export function judgeRun(evidence: RunEvidence): Violation[] {
  return [
    ...hangs(evidence),
    ...ends(evidence),
    ...lostWindows(evidence),
    ...(evidence.next?.hung === true ? [] : wrongRows(evidence)),
  ];
}

function hangs({ first, next }: RunEvidence): Violation[] {
  return [
    ...(first.hung ? [violation("hang", "the program did not end after the fault")] : []),
    ...(next?.hung === true ? [violation("hang", "the next start did not end")] : []),
  ];
}

function ends({ first, next, before, expected }: RunEvidence): Violation[] {
  const found: Violation[] = [];
  const isBegun = before.some(({ type }) => type === "head");
  const isOver = before.some(({ type }) => type === "ended");
  // A signal ends the program at once while nothing is up.
  const allowed = isBegun && !isOver ? expected.codes : [...expected.codes, null];
  if (!first.hung && ![...inOrder, ...allowed].includes(first.code)) {
    const codes = [...inOrder, ...allowed].join(", ");
    const last = first.stderr.trim().split("\n").slice(-3).join(" / ");
    found.push(violation("unclear end", `exit code ${codes} expected, got ${first.code}: ${last}`));
  }
  if (next && !next.hung && !inOrder.includes(next.code)) {
    found.push(violation("unclear end", `the next start ended with ${next.code}: ${tail(next)}`));
  }
  for (const { stderr } of [first, next].filter((ending) => ending !== undefined)) {
    if (stderr.includes("please report it")) {
      found.push(violation("unclear end", `"unexpected error": ${stderr.slice(-400)}`));
    }
  }
  return found;
}

function lostWindows({ printed, before, after, record, anew }: RunEvidence): Violation[] {
  const kept = windowsOf(before);
  const untold = printed.filter((id) => !kept.has(id));
  const later = windowsOf(after);
  const gone = anew ? [] : [...kept].filter(([id, window]) => !isSame(window, later.get(id)));
  const inRecord = new Map(record?.windows.map((window) => [window.planned.windowId, window]));
  const unpublished =
    anew || !record ? [] : [...kept].filter(([id, window]) => !isSame(window, inRecord.get(id)));
  return [
    ...untold.map((id) => violation("lost window", `${id} was told of and is not in the journal`)),
    ...gone.map(([id]) => violation("lost window", `${id} is gone or changed in the journal`)),
    ...unpublished.map(([id]) => violation("lost window", `${id} is gone or changed in run.json`)),
  ];
}

function wrongRows(evidence: RunEvidence): Violation[] {
  const { record, rows, variants, after } = evidence;
  if (!record) return [violation("wrong row", "there is no run.json to have rows")];
  const found: Violation[] = [];
  if (record.outcome !== "complete" || record.stop === null) {
    found.push(violation("wrong row", `the run ended "${record.outcome}", without its rows`));
  }
  const ids = after.flatMap((entry) =>
    entry.type === "window" ? [entry.window.planned.windowId] : [],
  );
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  found.push(...twice.map((id) => violation("wrong row", `${id} stands in the journal twice`)));
  const held = new Set(record.windows.map((window) => window.planned.windowId));
  const missing = expectedSittings(record)
    .flatMap((sitting) => sitting.windows.map((window) => window.windowId))
    .filter((id) => !held.has(id));
  found.push(...missing.map((id) => violation("wrong row", `${id} is missing`)));
  for (const window of record.windows) found.push(...wrongWindow(window, evidence));
  for (const key of variants) {
    const row = rows.find(({ stack, variant }) => `${stack}:${variant}` === key);
    if (!row) found.push(violation("wrong row", `${key} has no row`));
    else if (row.windows.measured + row.windows.failed < row.windows.planned) {
      const { measured, failed, planned } = row.windows;
      const text = `${key} is "${row.status}" with ${measured} measured and ${failed} failed of ${planned} windows`;
      found.push(violation("wrong row", text));
    }
  }
  return found;
}

function wrongWindow(window: WindowRecord, { expected, struck }: RunEvidence): Violation[] {
  const { windowId } = window.planned;
  if (window.status === "measured") {
    const { succeeded, seconds, errors } = window.load;
    const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
    const isTouched = expected.touches === "all" || window.variant === struck;
    if (succeeded === 0 || seconds <= 0) {
      return [violation("wrong row", `${windowId}: ${succeeded} answers in ${seconds} s`)];
    }
    if (failed > 0 && !isTouched) {
      return [violation("wrong row", `${windowId}: ${failed} errors of a server nobody touched`)];
    }
    return [];
  }
  const { stage, message } = window.failure;
  const mayFail =
    expected.touches === "all" || (expected.touches === "one" && window.variant === struck);
  if (mayFail && expected.says?.test(message)) return [];
  const why = mayFail ? "does not name the fault" : "was not touched";
  return [violation("wrong row", `${windowId} ${why}, failed at ${stage}: ${message}`)];
}

function windowsOf(entries: readonly JournalEntry[]): Map<string, WindowRecord> {
  return new Map(
    entries.flatMap((entry) =>
      entry.type === "window" ? [[entry.window.planned.windowId, entry.window]] : [],
    ),
  );
}

/** As JSON has them: what is undefined is not there. */
function isSame(one: WindowRecord, other: WindowRecord | undefined): boolean {
  return other !== undefined && isDeepStrictEqual(plain(one), plain(other));
}

function plain(window: WindowRecord): unknown {
  return JSON.parse(JSON.stringify(window));
}

function violation(count: Violation["count"], text: string): Violation {
  return { count, text };
}

function tail({ stderr }: Ending): string {
  return stderr.trim().split("\n").slice(-3).join(" / ");
}
