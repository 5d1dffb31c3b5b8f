import { mean } from "./mean.ts";
import { parabolaResiduals } from "./parabola-residuals.ts";
import { stepResiduals } from "./step-residuals.ts";
import { studentTails } from "./student-tails.ts";

/**
 * `growth` is the last third's mean ÷ the first third's, `logError` the standard error of its logarithm, `p` that of "nothing
 * but noise stands between them".
 */
export interface Trend {
  growth: number;
  logError: number;
  p: number;
  /** Whether the growth lies within the margin, or may be noise. */
  steady: boolean;
}

export interface TrendOptions {
  /** Growth within ×(1 + margin) and ÷(1 + margin) counts as steady, however sure. */
  margin?: number;
  /** Most chance of calling independent noise a trend. */
  significance?: number;
}

const leastBins = 6;
/** More are added up to about so many: what lasts for several bins then looks less like many independent bins. */
const mostValues = 30;
const strongestMemory = 0.9;

/**
 * Whether a series of equal bins, counts or levels, had settled: its last third against its first. A trend must not
 * hide behind itself, so the noise is what is left beside a fitted parabola or a fitted step, whichever leaves less;
 * and noise that lasts must not look like a trend, so that the error of the thirds' means grows with its memory from
 * one value to the next, taken for that of a first-order autoregression. Only the shape counts: all bins times a
 * constant give the same answer. Undefined with fewer than 6 bins, or where nothing was counted in the first and the
 * last third.
 *
 * Simulated (`trend.test.ts`): of steady series with independent noise one in a hundred is called unsteady, of those
 * where the noise of neighbouring bins correlates by a half one in ten of 10 bins and one in fifty of 100. A pattern
 * that comes back as slowly as the series is long is a trend in it. What changes within the first of 10 bins only is
 * hardly seen.
 * Sources: G. Box, G. Jenkins and G. Reinsel, "Time Series Analysis" (1994), chapter 3; F. H. C. Marriott and
 * J. A. Pope, "Bias in the estimation of autocorrelations", Biometrika 41 (1954).
 */
export function trendOf(
  bins: readonly number[],
  { margin = 0.05, significance = 0.01 }: TrendOptions = {},
): Trend | undefined {
  if (bins.length < leastBins) return undefined;
  const values = condense(bins);
  const third = Math.floor(values.length / 3);
  const [first, last] = [mean(values.slice(0, third)), mean(values.slice(-third))];
  const growth = last / first;
  if (Number.isNaN(growth)) return undefined;
  const { p, error } = chanceOf(last - first, third, values);
  const beyond = growth > 1 + margin || growth < 1 / (1 + margin);
  const logError = error / ((first + last) / 2);
  return { growth, logError, p, steady: !(beyond && p < significance) };
}

/** Means of neighbours; what does not fill one is left out at the start. */
function condense(bins: readonly number[]): number[] {
  const width = Math.max(1, Math.round(bins.length / mostValues));
  const start = bins.length % width;
  return Array.from({ length: Math.floor(bins.length / width) }, (_, i) =>
    mean(bins.slice(start + i * width, start + (i + 1) * width)),
  );
}

/** Two-sided p of so large a `difference` of the means of two runs of `length` neighbouring values, and its standard error. */
function chanceOf(
  difference: number,
  length: number,
  values: readonly number[],
): { p: number; error: number } {
  const fits = [parabolaResiduals(values), stepResiduals(values)];
  const residuals = fits.toSorted((a, b) => squaresOf(a) - squaresOf(b))[0]!;
  const squares = squaresOf(residuals);
  // What rounding alone leaves of a perfect fit.
  if (squares <= 1e-20 * squaresOf(values)) return { p: difference === 0 ? 1 : 0, error: 0 };
  const degrees = values.length - 3;
  const memory = memoryOf(residuals, squares);
  let inflation = 1;
  for (let lag = 1; lag < length; lag++) inflation += 2 * (1 - lag / length) * memory ** lag;
  const error = Math.sqrt(((2 / length) * inflation * squares) / degrees);
  const independent = Math.max(2, (degrees * (1 - memory ** 2)) / (1 + memory ** 2));
  return { p: studentTails(difference / error, independent), error };
}

function squaresOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/** The correlation of neighbouring residuals; what the fit took from it, some 4 ÷ n, is given back. */
function memoryOf(residuals: readonly number[], squares: number): number {
  const products = residuals.slice(1).reduce((sum, value, i) => sum + value * residuals[i]!, 0);
  const given = products / squares + 4 / residuals.length;
  return Math.min(strongestMemory, Math.max(0, given));
}
