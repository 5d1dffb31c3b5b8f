import {
  settingsText,
  variantKey,
  type Stack,
  type Variant,
  type VariantInfo,
} from "@stackbench/model";

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
  "tls",
  "settings",
] as const;
export type FactorId = (typeof factorIds)[number];

/** A variant as what it may differ in from others, each as text. */
export interface Factored extends Record<FactorId | "language", string> {
  /** `stack:variant`. */
  key: string;
  /** Of its shape. */
  name: string;
  databaseDriver: string | null;
  /** Its server, where that is not the app's framework itself. */
  serverOfApp: string;
}

/** Of a catalogue: counts that follow the CPUs stay as they are written. */
export function factoredEntry({ stack, variant }: { stack: Stack; variant: Variant }): Factored {
  return {
    ...textsOf(variant),
    key: variantKey(variant),
    name: variant.id,
    framework: stack.id,
    language: stack.language,
    databaseDriver: stack.databaseDriver ?? null,
    serverOfApp: serverOfApp(stack.id, variant.server),
    settings: settingsText(variant),
  };
}

/** Of a run, among all of its variants. */
export function factoredInfo(info: VariantInfo, all: readonly VariantInfo[]): Factored {
  return {
    ...textsOf({ ...info, replicas: info.replicas ?? 1, tls: info.tls ?? "none" }),
    key: info.key,
    name: info.variant,
    framework: info.stack,
    language: info.language,
    databaseDriver: info.databaseDriver ?? null,
    serverOfApp: serverOfApp(info.stack, info.server),
    settings: settingsOf(info, all),
  };
}

const shape = ["workers", "threads", "replicas", "proxy", "protocol", "socket", "tls"] as const;

function textsOf(variant: Record<(typeof shape)[number] | "server", string | number>) {
  const { server, workers, threads, replicas, proxy, protocol, socket, tls } = variant;
  return {
    server: String(server),
    workers: String(workers),
    threads: String(threads),
    replicas: String(replicas),
    proxy: String(proxy),
    protocol: String(protocol),
    socket: String(socket),
    tls: String(tls),
  };
}

function serverOfApp(stack: string, server: string): string {
  return server === stack ? "its own" : server;
}

/** Of runs that do not tell: nobody knows what else differs where two variants of a stack look the same. */
function settingsOf(info: VariantInfo, all: readonly VariantInfo[]): string {
  if (info.settings !== undefined) return info.settings;
  const twins = all.filter((other) => looksOf(other) === looksOf(info));
  return twins.length === 1 ? "" : info.key;
}

function looksOf(info: VariantInfo): string {
  return JSON.stringify([info.stack, info.server, ...shape.map((id) => info[id])]);
}

/**
 * Variants that are alike in all but a factor, in groups, each from the plainest on (no proxy, http, tcp, no TLS, fewest
 * workers), else in the order given. Another server is started in its own way, and comes in the first of its settings.
 * Another app has the shape of the same name; its own server comes with it, and with another language its database
 * driver.
 */
export function alikeBut(
  factor: FactorId | "language",
  variants: readonly Factored[],
): Factored[][] {
  const groups = Map.groupBy(variants, (one) =>
    JSON.stringify(alikeIn(factor).map((id) => one[id])),
  );
  return [...groups.values()].map((group) => {
    const plainestFirst = group.toSorted((a, b) => plainness(a, factor) - plainness(b, factor));
    return factor === "server" ? firstOfEach(plainestFirst, factor) : plainestFirst;
  });
}

/** The first variant of each value. */
export function firstOfEach(group: readonly Factored[], factor: FactorId | "language"): Factored[] {
  return [...Map.groupBy(group, (one) => one[factor]).values()].map(([first]) => first!);
}

function alikeIn(factor: FactorId | "language"): (keyof Factored)[] {
  switch (factor) {
    case "server":
      return ["framework", ...shape];
    case "settings":
      return ["framework", "server", ...shape];
    case "framework":
      return ["language", "databaseDriver", "name", "serverOfApp", ...shape];
    case "language":
      return ["name", ...shape];
    default:
      return ["framework", "server", "settings", ...shape.filter((id) => id !== factor)];
  }
}

const plainest: Partial<Record<keyof Factored, string>> = {
  proxy: "none",
  protocol: "http",
  socket: "tcp",
  tls: "none",
};

/** Lower is plainer; equal where the order decides. */
function plainness(one: Factored, factor: FactorId | "language"): number {
  const value = one[factor];
  if (factor === "workers" || factor === "threads" || factor === "replicas") {
    const count = Number(value);
    // Counts that follow the CPUs come after those that are given.
    return Number.isNaN(count) ? Number.MAX_SAFE_INTEGER : count;
  }
  return plainest[factor] === value ? 0 : 1;
}
