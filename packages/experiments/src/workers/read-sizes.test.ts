import { expect, test } from "vitest";
import { readSizes, sizesFor } from "./read-sizes.ts";

const both = { adjustable: ["workers", "threads"] as const, cpuCount: 2 };

test("each combination once, in rising order; n is the server's CPUs", () => {
  const asked = readSizes({ workers: "9,n,2n+1,5,2", threads: "4,1" });
  expect(sizesFor(asked, both)).toEqual(
    [2, 5, 9].flatMap((workers) => [1, 4].map((threads) => ({ workers, threads }))),
  );
});

test("by default 1, n, 2n+1 and 8n workers, and 1 and 4 threads where a worker has threads", () => {
  expect(sizesFor({}, { adjustable: ["workers"], cpuCount: 2 })).toEqual(
    [1, 2, 5, 16].map((workers) => ({ workers })),
  );
  expect(sizesFor({}, { ...both, cpuCount: 1 }).map(({ workers }) => workers)).toEqual([
    1, 1, 3, 3, 8, 8,
  ]);
  expect(sizesFor({}, { adjustable: ["threads"], cpuCount: 2 })).toEqual([
    { threads: 1 },
    { threads: 4 },
  ]);
  // Never more than a variant can say.
  expect(Math.max(...sizesFor({}, { ...both, cpuCount: 96 }).map((size) => size.workers!))).toBe(
    512,
  );
});

test("more workers than a variant can have on these CPUs are refused", () => {
  const asked = readSizes({ workers: "1,99n" });
  expect(() => sizesFor(asked, { ...both, cpuCount: 8 })).toThrow(
    "--workers: expected at most 512, got 792 on 8 CPUs",
  );
});

test("a variant that can have no other numbers is asked for workers all the same, to be refused by name", () => {
  expect(sizesFor({}, { adjustable: [], cpuCount: 1 })[0]).toEqual({ workers: 1 });
});
