/** So many requests at once: enough to overlap, few enough for any backlog. */
const concurrentRequests = 16;

/** Lets so many tasks run at a time, the others in the order of asking. */
export function createGate(
  limit = concurrentRequests,
): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
