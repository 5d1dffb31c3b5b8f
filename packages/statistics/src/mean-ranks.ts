/**
 * Twice the rank of each of `sorted` values, rising; equal values (as doubles) share their mean rank.
 * Doubled, because a mean rank may end in a half and whole numbers can be counted with.
 */
export function doubledMeanRanks(sorted: readonly number[]): number[] {
  const ranks: number[] = [];
  while (ranks.length < sorted.length) {
    const first = ranks.length;
    let end = first + 1;
    while (end < sorted.length && sorted[end] === sorted[first]) end += 1;
    // Ranks first + 1 to end: twice their mean is first + 1 + end.
    for (let i = first; i < end; i++) ranks.push(first + 1 + end);
  }
  return ranks;
}
