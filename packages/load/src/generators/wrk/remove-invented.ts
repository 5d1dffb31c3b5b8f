/**
 * Takes the samples out again that wrk invents against "coordinated omission".
 *
 * `stats_correct` (wrk's src/stats.c, called at the end of `main` in src/wrk.c since 4.0.0)
 * goes through the recorded values n from 2E upwards and adds n's count at n - E, n - 2E, ...
 * down to the last one above E, where E is the expected interval of one connection:
 * runtime / (complete / connections), both divisions of integers, in µs. As the walk is upwards and adds only
 * below, no invented sample begets another. So the corrected count at m is
 * c'(m) = c(m) + c(m+E) + c(m+2E) + ... for m > E, hence c(m) = c'(m) - c'(m+E);
 * up to E nothing was added.
 *
 * @param corrected counts by latency in whole µs, as wrk tells them
 * @param intervalUs E
 * @returns counts by latency of what was really measured, without zeros
 */
export function removeInvented(
  corrected: ReadonlyMap<number, number>,
  intervalUs: number,
): Map<number, number> {
  const measured = new Map<number, number>();
  for (const [valueUs, count] of corrected) {
    const invented = valueUs > intervalUs ? (corrected.get(valueUs + intervalUs) ?? 0) : 0;
    if (count < invented) {
      throw new Error(`expected at least ${invented} samples at ${valueUs} µs, got ${count}`);
    }
    if (count > invented) measured.set(valueUs, count - invented);
  }
  return measured;
}

/** E as wrk computes it; undefined where it corrects nothing. */
export function expectedIntervalUs(
  runtimeUs: number,
  complete: number,
  connections: number,
): number | undefined {
  const each = Math.floor(complete / connections);
  return each === 0 ? undefined : Math.floor(runtimeUs / each);
}
