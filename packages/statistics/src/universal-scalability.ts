import { mean } from "./mean.ts";
import { nonNegativeLeastSquares } from "./non-negative-least-squares.ts";

/** `n` of whatever is scaled (processes, connections), `throughput` in any one unit. */
export interface ScalabilityPoint {
  n: number;
  throughput: number;
}

export interface ScalabilityFit {
  /** Throughput of one, in the points' unit. */
  lambda: number;
  /** Contention: the share that is done one after the other. */
  sigma: number;
  /** Coherency: the cost of each pair's agreeing. */
  kappa: number;
  /** Where throughput is highest: Infinity without coherency cost, at least 1. */
  peakN: number;
  /** Measured ÷ fitted - 1, by point in the order given. */
  residuals: number[];
  /** Share of the throughput's variance the fit explains; below 0 where it is worse than the mean. NaN without variance. */
  r2: number;
}

/**
 * Fits the Universal Scalability Law X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1)), no coefficient negative.
 * Linear in its coefficients as n/X = (1/lambda)(1 + sigma (n - 1) + kappa n (n - 1)); each equation is multiplied by
 * X/n, so that relative errors of the throughput count alike at every n, and solved by non-negative least squares.
 * Undefined where the points allow no finite lambda (throughput that only rises faster than n).
 * Throws RangeError with fewer than 3 different n, an n below 1 or a throughput that is not positive.
 * Source: N. J. Gunther, "Guerrilla Capacity Planning" (2007), chapters 4 to 6; also arXiv:0808.1431.
 */
export function fitUniversalScalability(
  points: readonly ScalabilityPoint[],
): ScalabilityFit | undefined {
  for (const { n, throughput } of points) {
    if (!(n >= 1 && n < Infinity && throughput > 0 && throughput < Infinity)) {
      throw new RangeError(
        `fitUniversalScalability: expected n >= 1 and throughput > 0, got ${n} and ${throughput}`,
      );
    }
  }
  const different = new Set(points.map(({ n }) => n)).size;
  if (different < 3) {
    throw new RangeError(`fitUniversalScalability: expected 3 different n, got ${different}`);
  }
  const [base, contention, coherency] = nonNegativeLeastSquares(
    points.map(({ n, throughput }) =>
      [1, n - 1, n * (n - 1)].map((each) => (each * throughput) / n),
    ),
    points.map(() => 1),
  ) as [number, number, number];
  if (base === 0) return undefined;
  const [lambda, sigma, kappa] = [1 / base, contention / base, coherency / base];
  const fitted = points.map(({ n }) => (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1)));
  return {
    lambda,
    sigma,
    kappa,
    peakN: kappa === 0 ? Infinity : Math.sqrt(Math.max(1, (1 - sigma) / kappa)),
    residuals: points.map(({ throughput }, i) => throughput / fitted[i]! - 1),
    r2: explained(
      points.map(({ throughput }) => throughput),
      fitted,
    ),
  };
}

function explained(measured: readonly number[], fitted: readonly number[]): number {
  const centre = mean(measured);
  const squares = (deviations: number[]) => deviations.reduce((sum, each) => sum + each * each, 0);
  const all = squares(measured.map((value) => value - centre));
  return all === 0 ? Number.NaN : 1 - squares(measured.map((value, i) => value - fitted[i]!)) / all;
}
