/** Disposes of what is held, then waits for what that ends. Gives what went wrong, a line each; never throws. */
export async function takeDownAll(
  what: string,
  held: AsyncDisposable,
  leaving: () => Promise<void>[],
): Promise<string[]> {
  const failures: unknown[] = [];
  try {
    await held[Symbol.asyncDispose]();
  } catch (error) {
    failures.push(...apart(error));
  }
  for (const outcome of await Promise.allSettled(leaving())) {
    if (outcome.status === "rejected") failures.push(outcome.reason);
  }
  return [...new Set(failures.map((error) => `${what}: ${(error as Error).message}`))];
}

/** Where several things could not be disposed of, one error holds the next. */
export function apart(error: unknown): unknown[] {
  return error instanceof SuppressedError
    ? [...apart(error.error), ...apart(error.suppressed)]
    : [error];
}
