import type { VariantInfo } from "@stackbench/model";

/** What two variants of a run may differ in alone, in the order in which lists show it. `framework`: the app, within a language. */
export const factors = [
  "server",
  "proxy",
  "workers",
  "threads",
  "replicas",
  "protocol",
  "socket",
  "framework",
  "language",
] as const;
export type Factor = (typeof factors)[number];

/** Two variants that differ in one factor; `from` is the plainer one, else the first by name. */
export interface Pair {
  factor: Factor;
  from: VariantInfo;
  to: VariantInfo;
  fromValue: string;
  toValue: string;
}

const shape = ["workers", "threads", "replicas", "proxy", "protocol", "socket"] as const;

/**
 * Every pair among the variants of a run that differs in exactly one factor. Another server is started in its own way,
 * and comes in the plainest of its settings. Another app has the shape of the same name; its own server comes with it,
 * and with another language its database driver.
 */
export function pairsIn(variants: readonly VariantInfo[]): Pair[] {
  const named = variants.map((info) => describe(info, variants));
  return factors.flatMap((factor) => {
    const alike = Map.groupBy(named, (one) => JSON.stringify(alikeIn(factor).map((id) => one[id])));
    return [...alike.values()].flatMap((group) => pairsOf(group, factor));
  });
}

type Described = ReturnType<typeof describe>;

function describe(info: VariantInfo, all: readonly VariantInfo[]) {
  const { stack, variant, language, server, databaseDriver, proxy, protocol, socket } = info;
  return {
    info,
    framework: stack,
    name: variant,
    language,
    databaseDriver,
    server,
    serverOfApp: server === stack ? "its own" : server,
    workers: String(info.workers),
    threads: String(info.threads),
    replicas: String(info.replicas ?? 1),
    proxy,
    protocol,
    socket,
    settings: settingsOf(info, all),
  };
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

function alikeIn(factor: Factor): (keyof Described)[] {
  switch (factor) {
    case "server":
      return ["framework", ...shape];
    case "framework":
      return ["language", "databaseDriver", "name", "serverOfApp", ...shape];
    case "language":
      return ["name", ...shape];
    default:
      return ["framework", "server", "settings", ...shape.filter((id) => id !== factor)];
  }
}

function pairsOf(group: readonly Described[], factor: Factor): Pair[] {
  const plainestFirst = group.toSorted(
    (a, b) =>
      plainness(a[factor], factor) - plainness(b[factor], factor) ||
      compare(a[factor], b[factor]) ||
      a.name.length - b.name.length ||
      compare(a.info.key, b.info.key),
  );
  const compared =
    factor === "server" ? plainestFirst.filter(isFirstOf((one) => one.server)) : plainestFirst;
  return compared.flatMap((from, index) =>
    compared
      .slice(index + 1)
      .filter((to) => to[factor] !== from[factor])
      .map((to) => ({
        factor,
        from: from.info,
        to: to.info,
        fromValue: from[factor],
        toValue: to[factor],
      })),
  );
}

function isFirstOf(valueOf: (one: Described) => string): (one: Described) => boolean {
  const seen = new Set<string>();
  return (one) => {
    const isFirst = !seen.has(valueOf(one));
    seen.add(valueOf(one));
    return isFirst;
  };
}

const plainest: ReadonlySet<string> = new Set(["none", "http", "tcp"]);

/** Lower is plainer. */
function plainness(value: string, factor: Factor): number {
  const isCount = factor === "workers" || factor === "threads" || factor === "replicas";
  if (isCount) return Number(value);
  return factor !== "server" && plainest.has(value) ? 0 : 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
