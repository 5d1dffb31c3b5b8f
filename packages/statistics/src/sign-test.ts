/** Two-sided p of "either way is as likely", exact, of so many that went one way and the other. */
export function signTest(one: number, other: number): number {
  const trials = one + other;
  let [term, sum] = [0.5 ** trials, 0];
  for (let count = 0; count <= Math.min(one, other); count++) {
    sum += term;
    term *= (trials - count) / (count + 1);
  }
  return Math.min(1, 2 * sum);
}
