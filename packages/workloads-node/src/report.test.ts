import { expect, test } from "vitest";
import { report, sumPages } from "./report.ts";

test("sums p mod 251 over the 4 KiB pages", () => {
  // 256 pages: 0 to 250 once, then 0 to 4.
  expect(report({ mb: "1" }).body).toEqual({ mb: 1, checksum: (250 * 251) / 2 + 10 });
  // 16384 pages: 65 times 0 to 250, then 0 to 68.
  expect(report({}).body).toEqual({ mb: 64, checksum: (65 * 250 * 251) / 2 + (68 * 69) / 2 });
});

test("the memory is let go at once", () => {
  const before = process.memoryUsage.rss();
  sumPages(256 * 1024 * 1024);
  expect(process.memoryUsage.rss() - before).toBeLessThan(128 * 1024 * 1024);
});

test.each(["0", "1025"])("%s MiB are refused", (mb) => {
  expect(() => report({ mb })).toThrow("mb: expected an integer from 1 to 1024");
});
