import { expect, test } from "vitest";
import { hashSort, hashSortChecksum } from "./hash-sort.ts";

// The two known beginnings come from the contract, where two languages agree on them.
test.each([
  [1, "d7e2cba749472cbd"],
  [10, "c2e2f97838f71337"],
])("the checksum of %i loops with seed 1", (loopCount, beginning) => {
  expect(hashSortChecksum(loopCount, 1)).toMatch(new RegExp(`^${beginning}[0-9a-f]{48}$`));
});

test("seeds and loops change the checksum", () => {
  const checksums = [hashSortChecksum(1, 0), hashSortChecksum(1, 1), hashSortChecksum(2, 1)];
  expect(new Set(checksums).size).toBe(3);
});

test("without parameters it is ten loops with seed 1", () => {
  expect(hashSort({})).toMatchObject({
    status: 200,
    body: { loopCount: 10, seed: 1, checksum: expect.stringMatching(/^c2e2f97838f71337/) },
  });
});

test.each(["0", "1001", "1.5", "-1", "+1", "1e1", "ten", "", " 1", ["1", "2"]])(
  "loopCount %j is refused",
  (loopCount) => {
    expect(() => hashSort({ loopCount })).toThrow(/^loopCount: expected an integer from 1 to 1000/);
  },
);
