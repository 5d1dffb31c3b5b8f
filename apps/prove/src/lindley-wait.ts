/**
 * Mean wait, ms, at one server that was empty and takes `serviceMs` for each, first come first served, of those who
 * come at the times that `arrivals` gives one after the other (ms, Infinity at the end): W' = max(0, W + S - gap),
 * D. V. Lindley, The theory of queues with a single server, 1952. NaN where nobody comes.
 */
export function lindleyWait(arrivals: () => number, serviceMs: number): number {
  let freeAtMs = 0;
  let waited = 0;
  let count = 0;
  for (let atMs = arrivals(); atMs !== Infinity; atMs = arrivals()) {
    const beginsMs = Math.max(atMs, freeAtMs);
    waited += beginsMs - atMs;
    count++;
    freeAtMs = beginsMs + serviceMs;
  }
  return waited / count;
}
