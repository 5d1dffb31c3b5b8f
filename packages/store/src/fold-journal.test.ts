import { runRecordSchema, type JournalEntry, type RunRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { foldJournal } from "./fold-journal.ts";
import {
  endedEntry,
  headEntry,
  resumedEntry,
  sittingEntry,
  stoppedEntry,
  variantInfo,
  windowEntry,
} from "./testing/entries.ts";

const head = headEntry("run");
const { fingerprint } = head.head;

function throughputs(record: RunRecord): number[] {
  return record.windows.map((window) =>
    window.status === "measured" ? window.load.succeeded : Number.NaN,
  );
}

test("a whole run folds into a valid record", () => {
  const entries: JournalEntry[] = [
    head,
    windowEntry(1),
    sittingEntry(1),
    windowEntry(2),
    sittingEntry(2),
    endedEntry("complete", 20),
  ];
  const record = foldJournal(entries);
  expect(runRecordSchema.parse(record)).toEqual(record);
  expect(record).toMatchObject({ runId: "run", outcome: "complete", wallSeconds: 20 });
  expect(record.windows).toHaveLength(2);
  expect(record.sittings.map((sitting) => sitting.sittingId)).toEqual([
    "r1/fastify:bare",
    "r2/fastify:bare",
  ]);
});

test("what is known once prepared replaces what the head said", () => {
  const record = foldJournal([
    head,
    { type: "prepared", variant: variantInfo({ app: "sha256:9" }) },
  ]);
  expect(record.variants).toEqual([variantInfo({ app: "sha256:9" })]);
});

test("of a window that was measured twice the last counts, at its own place in time", () => {
  const record = foldJournal([head, windowEntry(1, 100), windowEntry(2, 200), windowEntry(1, 300)]);
  expect(throughputs(record)).toEqual([200, 300]);
});

test("windows of a sitting that never ended are kept", () => {
  const record = foldJournal([head, windowEntry(1)]);
  expect(record.windows).toHaveLength(1);
  expect(record).toMatchObject({ outcome: "unfinished", wallSeconds: null, sittings: [] });
});

test("a resumed run is unfinished until its new end, and its parts add up", () => {
  const begun = [head, windowEntry(1), endedEntry("interrupted", 9)];
  expect(foldJournal(begun)).toMatchObject({ outcome: "interrupted", wallSeconds: 9 });
  const resumed = [...begun, resumedEntry, windowEntry(2)];
  expect(foldJournal(resumed)).toMatchObject({
    outcome: "unfinished",
    wallSeconds: null,
    resumedAt: ["2026-11-21T06:00:00.000Z"],
  });
  const ended = [...resumed, endedEntry("complete", 11)];
  expect(foldJournal(ended)).toMatchObject({ outcome: "complete", wallSeconds: 20 });
});

test("where one part was killed the total wall time is unknown, not too small", () => {
  const record = foldJournal([head, windowEntry(1), resumedEntry, endedEntry("complete", 11)]);
  expect(record).toMatchObject({ outcome: "complete", wallSeconds: null });
});

test("a run that was not ended has no stop; the last one counts, and resuming does not undo it", () => {
  const held = [head, windowEntry(1), sittingEntry(1)];
  expect(foldJournal([...held, endedEntry("interrupted", 9)]).stop).toBeNull();
  const stopped = [...held, stoppedEntry(1), endedEntry("complete", 9)];
  const record = foldJournal(stopped);
  expect(runRecordSchema.parse(record)).toEqual(record);
  expect(record.stop).toEqual({ reason: "rounds", round: 1, message: "all 1 rounds held" });
  const again = [...stopped, resumedEntry];
  expect(foldJournal(again).stop).toEqual(record.stop);
  expect(foldJournal([...again, windowEntry(2), stoppedEntry(2)]).stop).toMatchObject({ round: 2 });
});

test("what does not begin with a head is refused", () => {
  expect(() => foldJournal([])).toThrow("expected a head as its first line, got nothing");
  expect(() => foldJournal([windowEntry(1)])).toThrow("got window");
  expect(() => foldJournal([head, head])).toThrow("got a second one");
});

test("what later parts have otherwise is told once, machine, harness, engine and images", () => {
  const other = { ...fingerprint, kernel: "Linux 7", harnessCommit: "another" };
  const engine = { ...head.head.engine, description: "Docker 99" };
  const resumed = { ...resumedEntry, fingerprint: other, engine } as JournalEntry;
  const [variant] = head.head.variants;
  const prepared = (app: string): JournalEntry => ({
    type: "prepared",
    variant: { ...variant!, images: { app } },
  });
  const entries = [head, prepared("sha256:1"), resumed, prepared("sha256:2"), resumed];
  expect(foldJournal(entries).changes).toEqual([
    `kernel: ${fingerprint.kernel}, then Linux 7`,
    "commit of the harness: unknown, then another",
    `engine: ${head.head.engine.description}, then Docker 99`,
    `image of ${variant!.key}, app: sha256:1, then sha256:2`,
  ]);
  expect(foldJournal([head, prepared("sha256:1"), resumedEntry]).changes).toEqual([]);
});
