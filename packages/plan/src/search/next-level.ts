/** What one window said of a level. `void`: nothing, for the measurement was at fault. */
export interface Probe {
  /** Index into the levels, 0 the lowest. */
  level: number;
  said: "keeps" | "fails" | "void";
}

/** The levels between which the answer lies; null where it lies beyond the lowest or the highest. */
interface Bracket {
  /** The highest that keeps. */
  keeps: number | null;
  /** The lowest that fails, or could not be measured. */
  fails: number | null;
}

export type SearchStep =
  | { type: "ask"; level: number }
  /** `confirmed`: both ends by two of three windows; false where one of them could not be measured so often. */
  | { type: "ended"; bracket: Bracket; confirmed: boolean };

/** What decides a level: two of three. */
const enough = 2;
/** A level that gave so many windows for nothing cannot be measured here. */
export const mostVoid = 5;

interface Tally {
  keeps: number;
  fails: number;
  void: number;
}

/**
 * Which of `count` levels is asked next: the middle between the highest that keeps and the lowest that fails until they
 * are neighbours, then these again until two of three windows say so of each. A level that turns out otherwise moves the
 * search, and whatever was asked before goes on to count. A pure function of the probes; it ends, for no level is asked
 * more than three times with and five times without an answer.
 */
export function nextLevel(count: number, probes: readonly Probe[]): SearchStep {
  const tallies = Array.from({ length: count }, () => ({ keeps: 0, fails: 0, void: 0 }));
  for (const { level, said } of probes) tallies[level]![said]++;
  const split = tallies.findIndex((tally) => isSplit(tally) && tally.void < mostVoid);
  if (split >= 0) return { type: "ask", level: split };
  const failing = tallies.findIndex(fails);
  const high = failing < 0 ? count : failing;
  const low = tallies.slice(0, high).findLastIndex(keeps);
  if (high - low > 1) return { type: "ask", level: Math.floor((low + high) / 2) };
  const [ofLow, ofHigh] = [tallies[low], tallies[high]];
  if (ofLow && ofLow.keeps < enough && ofLow.void < mostVoid) return { type: "ask", level: low };
  if (ofHigh && ofHigh.fails < enough && ofHigh.void < mostVoid)
    return { type: "ask", level: high };
  return {
    type: "ended",
    bracket: { keeps: low < 0 ? null : low, fails: high === count ? null : high },
    confirmed: (ofLow?.keeps ?? enough) >= enough && (ofHigh?.fails ?? enough) >= enough,
  };
}

function isSplit(tally: Tally): boolean {
  return tally.keeps > 0 && tally.keeps === tally.fails;
}

function keeps(tally: Tally): boolean {
  return tally.keeps > tally.fails;
}

/** One that cannot be measured is not claimed. */
function fails(tally: Tally): boolean {
  return tally.fails > tally.keeps || (tally.void >= mostVoid && !keeps(tally));
}

/** Windows after which the search can have ended: halvings and two windows for either end. */
export function fewestProbes(count: number): number {
  return Math.ceil(Math.log2(count + 1)) + 2;
}
