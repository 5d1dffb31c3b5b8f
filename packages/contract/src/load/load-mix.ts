import type { LoadRequest, Mix } from "@stackbench/model";
import { seededRandom, shuffled } from "@stackbench/statistics";
import { loadFor, type Load } from "./load-for.ts";

/** So long at least is a sequence, so that it holds many different requests of each part. */
const leastLength = 2000;

/** The requests of a mix, and which part each belongs to. */
export interface MixedLoad extends Load {
  /** Index into what was mixed, by request. */
  parts: number[];
}

/** One kind of request of several: what it sends, and how often among the others. */
export interface WeightedLoad {
  load: Load;
  weight: number;
}

/** The requests of one window of a mix of workloads, as `mixLoads` lays them out. */
export function loadForMix(mix: Mix, seed: number): MixedLoad {
  const loads = mix.map(({ workload, weight }) => ({ load: loadFor(workload, seed), weight }));
  return mixLoads(loads, seed);
}

/**
 * Several kinds of request in one window. The sequence is made of blocks, each with every part as often as its weight says
 * and in an order of its own that the seed draws: weights are exact in every block, and so in every pass. Only requests
 * that occur in it are kept. Equal for equal loads and seed.
 */
export function mixLoads(all: readonly WeightedLoad[], seed: number): MixedLoad {
  const random = seededRandom(seed);
  const block = all.flatMap(({ weight }, part) => Array.from({ length: weight }, () => part));
  const blocks = Math.max(1, Math.ceil(leastLength / block.length));
  const order = Array.from({ length: blocks }, () => shuffled(block, random)).flat();
  const taken = all.map(() => 0);
  const requests: LoadRequest[] = [];
  const parts: number[] = [];
  const places = all.map(() => new Map<number, number>());
  const sequence = order.map((part) => {
    const { load } = all[part]!;
    const own = load.sequence[taken[part]!++ % load.sequence.length]!;
    const known = places[part]!.get(own);
    if (known !== undefined) return known;
    places[part]!.set(own, requests.length);
    parts.push(part);
    return requests.push(load.requests[own]!) - 1;
  });
  return { requests, sequence, parts };
}
