import { hash } from "node:crypto";

const numberCount = 10_000;
const step = 7919;
const base = 10_000;
const modulus = 9_990_000;

export interface HashSortInput {
  loopCount: number;
  seed: number;
}

/**
 * The reference for `hash-sort`: 64 hex characters.
 * One loop costs about 10 ms of one CPU; loops differ, so their cost adds up.
 */
export function hashSortChecksum({ loopCount, seed }: HashSortInput): string {
  let picked = "";
  for (let loop = 0; loop < loopCount; loop++) picked += sortedPicks(loop, seed);
  return hash("sha256", picked, "hex");
}

/** The digests at positions 0, 1000, …, 9000 and 9999 of one sorted loop, joined. */
function sortedPicks(loop: number, seed: number): string {
  const digests = Array.from({ length: numberCount }, (_, i) => {
    const number = base + (((i + numberCount * loop + seed) * step) % modulus);
    return hash("sha256", String(number), "hex");
  });
  digests.sort();
  let picks = "";
  for (let position = 0; position < numberCount; position += 1000) picks += digests[position]!;
  return picks + digests[numberCount - 1]!;
}

/** The exact body of an answer. */
export function hashSortBody(input: HashSortInput, checksum = hashSortChecksum(input)): string {
  return `{"loopCount":${input.loopCount},"seed":${input.seed},"checksum":"${checksum}"}`;
}
