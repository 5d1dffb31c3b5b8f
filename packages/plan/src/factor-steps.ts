import { settingsText, variantKey, type Stack, type Variant } from "@stackbench/model";

/** What a variant may differ in, in the order in which tables show it. `settings` is its command and environment. */
export const factorIds = [
  "framework",
  "server",
  "workers",
  "threads",
  "replicas",
  "proxy",
  "protocol",
  "socket",
  "settings",
] as const;
export type FactorId = (typeof factorIds)[number];

/** Two variants that differ in one factor alone. */
export interface FactorStep {
  factor: FactorId;
  /** Variant keys. */
  from: string;
  to: string;
  /** The factor's value on either side, for people. */
  fromValue: string;
  toValue: string;
}

interface Entry {
  stack: Stack;
  variant: Variant;
}

/**
 * The pairs among `entries` that differ in exactly one factor, where that one is in `vary`. Variants that are alike in
 * all else stand around one of them, from which every step goes: the plainest (no proxy, http, tcp, fewest workers),
 * else the one named first. Stacks are compared by framework where they share language and database driver.
 */
export function findFactorSteps(
  entries: readonly Entry[],
  vary: readonly FactorId[],
): FactorStep[] {
  return factorIds
    .filter((factor) => vary.includes(factor))
    .flatMap((factor) => {
      const alike = Map.groupBy(entries, (entry) => allElse(entry, factor));
      return [...alike.values()].flatMap((group) => stepsIn(group, factor));
    });
}

function stepsIn(group: readonly Entry[], factor: FactorId): FactorStep[] {
  // A server that comes in several settings is compared in the first of them.
  const byValue = new Map<string, Entry>();
  for (const entry of group) {
    const value = valueOf(entry, factor);
    if (!byValue.has(value)) byValue.set(value, entry);
  }
  const [first, ...others] = [...byValue.values()].toSorted(
    (a, b) => plainness(a, factor) - plainness(b, factor),
  );
  return others.map((other) => ({
    factor,
    from: variantKey(first!.variant),
    to: variantKey(other.variant),
    fromValue: shownValue(first!, factor),
    toValue: shownValue(other, factor),
  }));
}

/** Equal for two entries that differ in nothing but the factor and what comes with it. */
function allElse(entry: Entry, factor: FactorId): string {
  const { stack } = entry;
  // Another server or framework is started in another way: its settings come with it.
  const withSettings = factor !== "server" && factor !== "framework";
  const others = factorIds.filter(
    (other) => other !== factor && (other !== "settings" || withSettings),
  );
  return JSON.stringify([
    stack.language,
    stack.databaseDriver ?? null,
    ...others.map((other) => valueOf(entry, other)),
  ]);
}

function valueOf({ stack, variant }: Entry, factor: FactorId): string {
  switch (factor) {
    case "framework":
      return stack.id;
    case "settings":
      return settingsText(variant);
    default:
      return String(variant[factor]);
  }
}

function shownValue(entry: Entry, factor: FactorId): string {
  return factor === "settings" ? entry.variant.id : valueOf(entry, factor);
}

const plainest: Partial<Record<FactorId, readonly string[]>> = {
  proxy: ["none"],
  protocol: ["http"],
  socket: ["tcp"],
};

/** Lower is plainer; equal where the order of the entries decides. */
function plainness(entry: Entry, factor: FactorId): number {
  const value = valueOf(entry, factor);
  if (factor === "workers" || factor === "threads" || factor === "replicas") {
    const count = Number(value);
    // Counts that follow the CPUs come after those that are given.
    return Number.isNaN(count) ? Number.MAX_SAFE_INTEGER : count;
  }
  return plainest[factor]?.includes(value) ? 0 : 1;
}
