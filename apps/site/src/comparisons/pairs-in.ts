import type { VariantInfo } from "@stackbench/model";
import { alikeBut, factoredInfo, type Factored, type FactorId } from "@stackbench/plan";

/** What two variants of a run may differ in alone, in the order in which lists show it. `framework`: the app, within a language. */
export const factors = [
  "server",
  "proxy",
  "tls",
  "workers",
  "threads",
  "replicas",
  "protocol",
  "socket",
  "framework",
  "language",
] as const satisfies (FactorId | "language")[];
export type Factor = (typeof factors)[number];

/** Two variants that differ in one factor; `from` is the plainer one, else the first by name. */
export interface Pair {
  factor: Factor;
  from: VariantInfo;
  to: VariantInfo;
  fromValue: string;
  toValue: string;
}

/** Every pair among the variants of a run that differs in exactly one factor. */
export function pairsIn(variants: readonly VariantInfo[]): Pair[] {
  const infos = new Map(variants.map((info) => [info.key, info]));
  const factored = variants.map((info) => factoredInfo(info, variants));
  return factors.flatMap((factor) => {
    // In which order a run had them is nothing to a page's name.
    const byName = factored.toSorted(
      (a, b) =>
        compare(a[factor], b[factor]) || a.name.length - b.name.length || compare(a.key, b.key),
    );
    return alikeBut(factor, byName).flatMap((group) =>
      pairsOf(group, factor).map(([from, to]) => ({
        factor,
        from: infos.get(from.key)!,
        to: infos.get(to.key)!,
        fromValue: from[factor],
        toValue: to[factor],
      })),
    );
  });
}

function pairsOf(group: readonly Factored[], factor: Factor): [Factored, Factored][] {
  return group.flatMap((from, index) =>
    group
      .slice(index + 1)
      .filter((to) => to[factor] !== from[factor])
      .map((to): [Factored, Factored] => [from, to]),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
