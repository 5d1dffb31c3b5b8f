import { logGamma } from "./log-gamma.ts";

/**
 * The regularised incomplete beta function I_x(a, b): P(X <= x) of the beta law. `a`, `b` > 0, `x` 0 to 1;
 * relative error below 1e-10 for a and b up to 10,000.
 * By the continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22, worked out with
 * W. J. Lentz's method as modified by I. J. Thompson and A. R. Barnett (1986).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction settles quickly only below the mean; above, by symmetry.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return front / a / fraction(x, a, b);
}

/** 1 + d1 / (1 + d2 / (1 + ...)). */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let above = 1;
  let below = 0;
  for (let step = 1; step <= 10_000; step++) {
    const m = Math.floor(step / 2);
    const term =
      step % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    below = 1 / awayFromZero(1 + term * below);
    above = awayFromZero(1 + term / above);
    value *= above * below;
    if (Math.abs(above * below - 1) < 1e-15) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
