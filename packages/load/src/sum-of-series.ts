/** As long as the shortest of them: what one has not told yet is not known. */
export function sumOfSeries(series: readonly (readonly number[])[]): number[] {
  const length = Math.min(...series.map((one) => one.length));
  return Array.from({ length }, (_, i) => series.reduce((sum, one) => sum + one[i]!, 0));
}
