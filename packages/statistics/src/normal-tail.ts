/**
 * P(Z > z) of the standard normal law, for every z; relative error below 1e-12 for z up to 30.
 * A series below 2.5, a continued fraction above, where the series would cancel.
 * Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.2.11 and 26.2.14.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  // Far out the density is 0 already, and an infinite z would make the fraction NaN.
  if (density === 0) return 0;
  return z < 2.5 ? 0.5 - density * oddSeries(z) : density / continuedFraction(z);
}

/** z + z^3/3 + z^5/(3*5) + ... */
function oddSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + ...))), from the inside out. 200 levels settle it from 2.5 on. */
function continuedFraction(z: number): number {
  let value = z;
  for (let level = 200; level >= 1; level--) value = z + level / value;
  return value;
}
