/** `promise`, or the signal's reason where that comes first; then `onAbort` has run. */
export async function abortable<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  onAbort: () => void = () => {},
): Promise<Value> {
  let listener: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    listener = () => {
      onAbort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) listener();
    else signal.addEventListener("abort", listener, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", listener!);
    promise.catch(() => {});
  }
}
