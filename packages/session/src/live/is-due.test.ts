import type { JournalEntry } from "@stackbench/model";
import { expect, test } from "vitest";
import { isDue } from "./is-due.ts";

const entry = (type: JournalEntry["type"]): JournalEntry => ({ type }) as JournalEntry;

test("a page is made after a sitting, and inside one only when the last is old", () => {
  expect(isDue(entry("sitting-ended"), { sinceMs: 6_000, tookMs: 100 })).toBe(true);
  expect(isDue(entry("sitting-ended"), { sinceMs: 4_000, tookMs: 100 })).toBe(false);
  expect(isDue(entry("window"), { sinceMs: 6_000, tookMs: 100 })).toBe(false);
  expect(isDue(entry("window"), { sinceMs: 61_000, tookMs: 100 })).toBe(true);
  expect(isDue(entry("prepared"), { sinceMs: 61_000, tookMs: 100 })).toBe(false);
});

test("one that takes long is made seldom: the run waits for a twentieth of its time at most", () => {
  expect(isDue(entry("sitting-ended"), { sinceMs: 19_000, tookMs: 1_000 })).toBe(false);
  expect(isDue(entry("sitting-ended"), { sinceMs: 20_000, tookMs: 1_000 })).toBe(true);
});
