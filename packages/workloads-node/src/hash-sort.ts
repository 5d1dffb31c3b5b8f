import { createHash, hash } from "node:crypto";
import { json, type Answer } from "./answer.ts";
import { readInteger, type Query } from "./read-input.ts";

const numbersPerLoop = 10_000;

export function hashSort(query: Query): Answer {
  const loopCount = readInteger(query, "loopCount", { min: 1, max: 1000, fallback: 10 });
  const seed = readInteger(query, "seed", { min: 0, max: 1_000_000, fallback: 1 });
  return json(200, { loopCount, seed, checksum: hashSortChecksum(loopCount, seed) });
}

/** 64 hex digits; the contract gives the algorithm. All of the work is done in every call. */
export function hashSortChecksum(loopCount: number, seed: number): string {
  const checksum = createHash("sha256");
  for (let loop = 0; loop < loopCount; loop++) {
    const digests: string[] = [];
    for (let i = 0; i < numbersPerLoop; i++) {
      const number = 10_000 + (((i + numbersPerLoop * loop + seed) * 7919) % 9_990_000);
      digests.push(hash("sha256", String(number), "hex"));
    }
    digests.sort();
    for (let i = 0; i < numbersPerLoop; i += 1000) checksum.update(digests[i]!);
    checksum.update(digests[numbersPerLoop - 1]!);
  }
  return checksum.digest("hex");
}
