import { expect, test } from "vitest";
import { ProcessCounts } from "./process-counts.ts";

test("counts in time", () => {
  const counts = new ProcessCounts(500);
  for (const count of [3, 4, 9]) counts.add(count);
  expect(counts.series()).toEqual({ intervalMs: 500, counts: [3, 4, 9] });
});

test.each([240, 241, 1000, 5000])("%i readings stay few, evenly spaced over all of them", (all) => {
  const counts = new ProcessCounts(500);
  for (let reading = 0; reading < all; reading++) counts.add(reading);
  const series = counts.series()!;
  const step = series.intervalMs / 500;
  expect(series.counts.length).toBeLessThanOrEqual(240);
  expect(series.counts).toEqual(
    Array.from({ length: Math.ceil(all / step) }, (_, index) => index * step),
  );
});

test("is not told where a count is missing", () => {
  const counts = new ProcessCounts(500);
  counts.add(3);
  counts.add(undefined);
  counts.add(4);
  expect(counts.series()).toBeUndefined();
});
