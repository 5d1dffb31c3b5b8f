import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashSortBody, hashSortChecksum, lookupHits, reportChecksum } from "./index.ts";

describe("hash-sort", () => {
  test("gives the checksums on which two languages agree", () => {
    expect(hashSortChecksum({ loopCount: 1, seed: 1 })).toMatch(/^d7e2cba749472cbd[0-9a-f]{48}$/);
    expect(hashSortChecksum({ loopCount: 10, seed: 1 })).toMatch(/^c2e2f97838f71337[0-9a-f]{48}$/);
  });

  test("differs by seed and by loop", () => {
    const checksums = [
      { loopCount: 1, seed: 1 },
      { loopCount: 1, seed: 2 },
      { loopCount: 2, seed: 1 },
    ].map(hashSortChecksum);
    expect(new Set(checksums).size).toBe(3);
  });

  test("agrees with a plain reading of the definition at the largest seed", () => {
    const sha = (text: string) => createHash("sha256").update(text).digest("hex");
    const seed = 1_000_000;
    let joined = "";
    for (const loop of [0n, 1n]) {
      const digests: string[] = [];
      for (let i = 0n; i < 10_000n; i++) {
        const shifted = (i + 10_000n * loop + BigInt(seed)) * 7919n;
        digests.push(sha(String(10_000n + (shifted % 9_990_000n))));
      }
      digests.sort();
      for (const position of [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 9999]) {
        joined += digests[position];
      }
    }
    expect(hashSortBody({ loopCount: 2, seed })).toBe(
      `{"loopCount":2,"seed":1000000,"checksum":"${sha(joined)}"}`,
    );
  });
});

test("lookup finds 3583 numbers for seed 1", () => {
  expect(lookupHits(1)).toBe(3583);
});

test("lookup depends on the seed modulo 14000 only", () => {
  expect(lookupHits(14_001)).toBe(lookupHits(1));
});

test("report sums p mod 251 over the pages", () => {
  // 256 pages: 0 + 1 + … + 250, then 0 + 1 + 2 + 3 + 4.
  expect(reportChecksum(1)).toBe((250 * 251) / 2 + 10);
});
