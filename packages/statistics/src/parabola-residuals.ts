/**
 * What equally spaced values, at least 3, leave beside the parabola that fits them best (least squares), in their
 * unit. By orthogonal polynomials, so that long series lose nothing.
 * Source: P. L. Chebyshev's discrete polynomials, as in G. E. Forsythe, J. SIAM 5 (1957).
 */
export function parabolaResiduals(values: readonly number[]): number[] {
  const middle = (values.length - 1) / 2;
  const line = values.map((_, i) => (values.length > 1 ? (i - middle) / values.length : 0));
  const bow = line.map((x) => x ** 2);
  const level = bow.reduce((sum, y) => sum + y, 0) / bow.length;
  const shapes = [values.map(() => 1), line, bow.map((y) => y - level)];
  return shapes.reduce<number[]>(without, [...values]);
}

function without(values: number[], shape: readonly number[]): number[] {
  const squares = shape.reduce((sum, y) => sum + y * y, 0);
  const share = values.reduce((sum, value, i) => sum + value * shape[i]!, 0) / squares;
  return values.map((value, i) => value - share * shape[i]!);
}
