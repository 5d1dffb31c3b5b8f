/** Throws RangeError where a sample is empty or holds what is not finite. `caller` names whom it fails. */
export function checkSamples(caller: string, ...samples: readonly (readonly number[])[]): void {
  for (const sample of samples) {
    if (sample.length === 0) throw new RangeError(`${caller}: expected at least 1 value, got 0`);
    const odd = sample.find((value) => !Number.isFinite(value));
    if (odd !== undefined) throw new RangeError(`${caller}: expected finite values, got ${odd}`);
  }
}
