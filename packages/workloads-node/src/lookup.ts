import { json, type Answer } from "./answer.ts";
import { readInteger, type Query } from "./read-input.ts";

const members = new Set(Array.from({ length: 1000 }, (_, j) => 7 * j));

export function lookup(query: Query): Answer {
  const seed = readInteger(query, "seed", { min: 0, max: 1_000_000, fallback: 1 });
  return json(200, { seed, hits: countHits(seed) });
}

/** How many of the contract's 50,000 lookups find a member. */
function countHits(seed: number): number {
  let hits = 0;
  for (let i = 0; i < 50_000; i++) {
    if (members.has((31 * i + seed) % 14_000)) hits++;
  }
  return hits;
}
