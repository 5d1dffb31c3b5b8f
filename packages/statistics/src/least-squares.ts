/**
 * The x that makes the sum of squares of matrix · x - target smallest. `matrix` by rows, at least as many as columns,
 * its columns independent. Columns are scaled to one length and made orthogonal (modified Gram and Schmidt), never
 * multiplied into normal equations, which would square the error.
 * Source: Å. Björck, "Solving linear least squares problems by Gram-Schmidt orthogonalization", BIT 7 (1967).
 */
export function leastSquares(
  matrix: readonly (readonly number[])[],
  target: readonly number[],
): number[] {
  const width = matrix[0]!.length;
  const columns = Array.from({ length: width }, (_, j) => matrix.map((row) => row[j]!));
  const scales = columns.map((column) => Math.sqrt(dot(column, column)));
  const basis = columns.map((column, j) => column.map((value) => value / scales[j]!));
  const upper = basis.map(() => Array.from({ length: width }, () => 0));
  const projected: number[] = [];
  let rest = [...target];
  for (let j = 0; j < width; j++) {
    const length = Math.sqrt(dot(basis[j]!, basis[j]!));
    basis[j] = basis[j]!.map((value) => value / length);
    upper[j]![j] = length;
    for (let k = j + 1; k < width; k++) {
      upper[j]![k] = dot(basis[j]!, basis[k]!);
      basis[k] = without(basis[k]!, basis[j]!, upper[j]![k]!);
    }
    projected[j] = dot(basis[j]!, rest);
    rest = without(rest, basis[j]!, projected[j]!);
  }
  const solution = projected.map(() => 0);
  for (let j = width - 1; j >= 0; j--) {
    const known = solution.reduce(
      (sum, value, k) => (k > j ? sum + upper[j]![k]! * value : sum),
      0,
    );
    solution[j] = (projected[j]! - known) / upper[j]![j]!;
  }
  return solution.map((value, j) => value / scales[j]!);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function without(values: readonly number[], direction: readonly number[], amount: number) {
  return values.map((value, i) => value - amount * direction[i]!);
}
