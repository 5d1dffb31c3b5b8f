const setSize = 1_000;
const setStep = 7;
const lookupCount = 50_000;
const lookupStep = 31;
const lookupModulus = 14_000;

/** The reference for `lookup`: how many of the 50,000 lookups find their number in the set. */
export function lookupHits(seed: number): number {
  const members = new Set(Array.from({ length: setSize }, (_, j) => setStep * j));
  let hits = 0;
  for (let i = 0; i < lookupCount; i++) {
    if (members.has((lookupStep * i + seed) % lookupModulus)) hits++;
  }
  return hits;
}

/** The exact body of an answer. */
export function lookupBody(seed: number): string {
  return `{"seed":${seed},"hits":${lookupHits(seed)}}`;
}
