import { expect, test } from "vitest";
import { foldJournal } from "./fold-journal.ts";
import { parseJournal } from "./parse-journal.ts";
import { headEntry, windowEntry } from "./testing/entries.ts";

const lineOf = (entry: object) => Buffer.from(`${JSON.stringify(entry)}\n`);

test("a journal of 100 MB is read, and folded, as any other", () => {
  const window = lineOf(windowEntry(1));
  const count = Math.ceil(100_000_000 / window.length);
  const bytes = Buffer.alloc(count * window.length, window);
  const { entries, wholeBytes } = parseJournal(
    Buffer.concat([lineOf(headEntry("one")), bytes]),
    "x",
  );
  expect(entries).toHaveLength(1 + count);
  expect(wholeBytes).toBe(lineOf(headEntry("one")).length + bytes.length);
  // All are of one window, of which the last counts.
  expect(foldJournal(entries).windows).toHaveLength(1);
});

test("100 MB of a line that was torn off are left out", () => {
  const head = lineOf(headEntry("one"));
  const torn = Buffer.alloc(100_000_000, "x");
  const { entries, wholeBytes } = parseJournal(Buffer.concat([head, torn]), "x");
  expect([entries.length, wholeBytes]).toEqual([1, head.length]);
});
