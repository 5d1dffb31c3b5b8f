/**
 * A load result as runs of before hold it, in the form of today: it did not say its kind of loop, and in the first runs no
 * causes of errors. Anything else is passed on as it is.
 */
export function readOlderLoad(value: unknown): unknown {
  if (typeof value !== "object" || value === null || "kind" in value) return value;
  // A schedule is an open loop's; a command line knows nothing of its warm-up.
  const kind = "schedule" in value ? "open" : "warmUp" in value ? "closed" : "totals";
  return { kind, causes: [], ...value };
}
