import type { UsedGenerator } from "./generator.ts";

/**
 * A load result as runs of before hold it, in the form of today: it did not say its kind of loop, of its generator neither
 * whose it was nor whether to trust its clock, and in the first runs no causes of errors. Anything else is passed on as it is.
 */
export function readOlderLoad(value: unknown): unknown {
  if (!isObject(value) || "kind" in value) return value;
  // A schedule is an open loop's; a command line knows nothing of its warm-up.
  const kind = "schedule" in value ? "open" : "warmUp" in value ? "closed" : "totals";
  const { generator } = value;
  return { kind, causes: [], ...value, generator: withOrigin(generator) };
}

type Origin = Pick<UsedGenerator, "from" | "clock">;

/** All that there were then. */
const origins = new Map<unknown, Origin>([
  ["stackbench", { from: "harness", clock: "trusted" }],
  ["autocannon", { from: "npm", clock: "foreign" }],
]);
const ofSystem: Origin = { from: "debian", clock: "foreign" };

function withOrigin(generator: unknown): unknown {
  return isObject(generator)
    ? { ...(origins.get(generator["id"]) ?? ofSystem), ...generator }
    : generator;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
