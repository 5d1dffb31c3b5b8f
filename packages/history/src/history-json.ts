import type { NightCase } from "@stackbench/model";
import type { History, LineHistory } from "./judge-history.ts";
import type { Entry } from "./line.ts";
import type { Move } from "./moves.ts";
import type { Shift } from "./shift.ts";
import { gotSlower, tellNews } from "./tell.ts";

/** `bench history --json`. Ratios are of speed: below 1 is slower, of latency too. Null is unknown. */
export interface HistoryJson {
  schemaVersion: 1;
  nights: NightName[];
  /** What became known with the newest night, in words, and whether any of it is a variant that got slower. */
  news: string[];
  gotSlower: boolean;
  groups: {
    workload: NightCase["workload"];
    level: NightCase["level"];
    comparedBy: NightCase["comparedBy"];
    moves: (EventJson & { kind: Move["kind"] })[];
    lines: LineJson[];
  }[];
}

interface NightName {
  runId: string;
  startedAt: string;
  harnessCommit: string | null;
}

interface EventJson extends Shift {
  /** Run ids of the first night after it, and of the one on which it became known. */
  since: string;
  told: string;
}

interface LineJson {
  key: string;
  isAnchor: boolean;
  nights: number;
  last: { runId: string; throughput: number; ratio: number | null };
  steps: (EventJson & {
    until: string;
    isDisturbed: boolean;
    own: Shift | null;
    anchor: Shift | null;
  })[];
  borders: { kind: string; changes: string[]; since: string; shift: Shift | null }[];
}

export function historyJson(history: History): HistoryJson {
  return {
    schemaVersion: 1,
    nights: history.nights.map(({ runId, startedAt, harnessCommit }) => ({
      runId,
      startedAt,
      harnessCommit,
    })),
    news: tellNews(history),
    gotSlower: gotSlower(history),
    groups: history.groups.map(({ workload, level, comparedBy, moves, lines }) => ({
      workload,
      level,
      comparedBy,
      moves: moves.map((move) => ({ kind: move.kind, ...eventJson(move) })),
      lines: lines.map(lineJson),
    })),
  };
}

function lineJson({ line, isAnchor, steps, borders }: LineHistory): LineJson {
  const last = line.entries.at(-1)!;
  return {
    key: line.key,
    isAnchor,
    nights: line.entries.length,
    last: {
      runId: last.night.runId,
      throughput: last.case.throughput.estimate,
      ratio: last.case.ratio?.estimate ?? null,
    },
    steps: steps.map((step) => ({
      ...eventJson(step),
      until: runOf(step.until),
      isDisturbed: step.isDisturbed,
      own: step.own,
      anchor: step.anchor,
    })),
    borders: borders.map(({ kind, changes, since, shift }) => ({
      kind,
      changes,
      since: runOf(since),
      shift,
    })),
  };
}

function eventJson({
  since,
  told,
  ratio,
  interval,
}: Shift & Record<"since" | "told", Entry>): EventJson {
  return { since: runOf(since), told: runOf(told), ratio, interval };
}

function runOf({ night }: Entry): string {
  return night.runId;
}
