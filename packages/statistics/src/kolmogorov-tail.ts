/**
 * P(D > `distance`) of the Kolmogorov-Smirnov distance between `count` independent values and the law they come
 * from, by Kolmogorov's limit with Vrbik's correction; off by less than 0.01 from 5 values on, 0.0005 from 50 on.
 * Sources: A. N. Kolmogorov, "Sulla determinazione empirica di una legge di distribuzione", Giornale dell'Istituto
 * Italiano degli Attuari 4 (1933); J. Vrbik, "Small-sample corrections to Kolmogorov-Smirnov test statistic", Pioneer
 * Journal of Theoretical and Applied Statistics 15 (2018).
 */
export function kolmogorovTail(distance: number, count: number): number {
  const root = Math.sqrt(count);
  const limit = root * distance;
  const scaled = limit + 1 / (6 * root) + (limit - 1) / (4 * count);
  // Below, the tail is 1 to the last bit of the sum, which there would take many terms.
  if (scaled < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * (k * scaled) ** 2);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-16) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
