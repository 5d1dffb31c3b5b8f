import { exitCodes } from "@stackbench/terminal";
import { isDeepStrictEqual } from "node:util";
import type { JournalEntry, WindowRecord } from "@stackbench/model";
import { violation, type RunEvidence, type Violation } from "./evidence.ts";
import { wrongRows } from "./judge-rows.ts";
import type { Ending } from "./program.ts";

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

function tail({ stderr }: Ending): string {
  return stderr.trim().split("\n").slice(-3).join(" / ");
}
