/** When data are looked at while they come in, and how. */
export interface Looks {
  /** Numbers of rounds, rising; the end of the run is one more. */
  looks: readonly number[];
  /** Whether the run is at its end, for reasons that do not depend on what was found at this very look. */
  ended: boolean;
  /** Where it is not at its end: the rounds that are held of all; the looks behind these count. Default: the latest that any pair has. */
  round?: number | undefined;
  /** Arms are one server in several revisions: where their starts have two speeds, compare at the same speed. */
  withinHeaps?: boolean | undefined;
  /** Two arms that are one and the same, by name: others are compared with the mean of both. */
  twins?: readonly [string, string] | undefined;
}

/**
 * Which part of the error a test may spend, 0 to 1, 0 where it must not be held: an equal part for each look that the
 * pair's own number of rounds has passed for the first time, and at the end all that is left. `tested` are its rounds
 * at its latest test, `spent` is what all of its tests spent so far. However looks and pairs are chosen, no pair is
 * tested twice on the same rounds, and the parts of one pair add up to at most 1.
 */
export function spentAt(
  { looks, ended }: Looks,
  { tested, rounds, spent }: { tested: number; rounds: number; spent: number },
): number {
  if (rounds <= tested) return 0;
  if (ended) return Math.max(0, 1 - spent);
  const passed = (count: number): number => looks.filter((look) => look <= count).length;
  return passed(rounds) > passed(tested) ? 1 / (looks.length + 1) : 0;
}
