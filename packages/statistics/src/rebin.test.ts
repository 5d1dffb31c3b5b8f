import { expect, test } from "vitest";
import { rebin } from "./rebin.ts";

const eleven = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

test("five intervals of 100 ms make a bin; the last interval may be partial and is dropped", () => {
  expect(rebin({ intervalMs: 100, counts: eleven })).toEqual([15, 40]);
  expect(rebin({ intervalMs: 100, counts: eleven.slice(0, 10) })).toEqual([15]);
});

test("what lies beyond the complete time is dropped, and no more", () => {
  expect(rebin({ intervalMs: 100, counts: eleven, completeMs: 999.9 })).toEqual([15]);
  expect(rebin({ intervalMs: 100, counts: eleven.slice(0, 10), completeMs: 1000 })).toEqual([
    15, 40,
  ]);
  expect(rebin({ intervalMs: 100, counts: eleven.slice(0, 7), completeMs: 5000 })).toEqual([15]);
});

test("too short a series has no bins; equal intervals stay as they are", () => {
  expect(rebin({ intervalMs: 100, counts: [] })).toEqual([]);
  expect(rebin({ intervalMs: 500, counts: [7, 8, 9] })).toEqual([7, 8]);
});

test("intervals that do not fit into a bin are refused in words", () => {
  expect(() => rebin({ intervalMs: 300, counts: eleven })).toThrow(
    "expected 500 ms to be a multiple of 300 ms",
  );
  expect(() => rebin({ intervalMs: 1000, counts: eleven })).toThrow("a multiple of 1000 ms");
});
