import { overlap, type CpuSet, type CpuSets } from "./cpus.ts";
import { cpuSecondsOf, type ResourceUse, type ServiceName } from "./resources.ts";

/** The sets of CPUs that a figure stands on. What is taken from either changes it. */
export type CpuSide = "server" | "load";
export const cpuSides: readonly CpuSide[] = ["server", "load"];

/** A CPU's number and its share of something, 0 to 1. */
export interface CpuShare {
  cpu: number;
  share: number;
}

/**
 * The CPUs that a window ran on: of the server's further machines only those that were looked at, for nothing of it was
 * on the others.
 */
export function cpusOfWindow(
  { host }: Pick<ResourceUse, "host">,
  { replicas = [], ...cpus }: CpuSets,
): CpuSets {
  const used = replicas.filter((cpu) => host.busyShareByCpu?.[cpu] !== undefined);
  return { ...cpus, server: [...cpus.server, ...used] };
}

/**
 * Mean busy share of the time that the CPUs of a set were given, 0 to 1: what was stolen from a CPU it could not be busy
 * in. Undefined where the host does not tell of each, or there is none.
 */
export function meanBusyShare(
  { host }: Pick<ResourceUse, "host">,
  set: CpuSet,
): number | undefined {
  return meanOver(set, (cpu) => {
    const busy = host.busyShareByCpu?.[cpu];
    const given = 1 - (host.stealShareByCpu?.[cpu] ?? 0);
    return busy === undefined || given <= 0 ? busy : Math.min(1, busy / given);
  });
}

/**
 * The CPU of `set` that most was stolen from. The worst and not their mean, for a request is served by one CPU and a
 * worker runs on one. Undefined where the host does not tell of each CPU, or the set is empty.
 */
export function worstSteal(
  { host }: Pick<ResourceUse, "host">,
  set: readonly number[],
): CpuShare | undefined {
  const told = set.flatMap((cpu): CpuShare[] => {
    const share = host.stealShareByCpu?.[cpu];
    return share === undefined ? [] : [{ cpu, share }];
  });
  return told.toSorted((a, b) => b.share - a.share)[0];
}

/**
 * Share of the time of the CPU that most was stolen from, of `set` or, without one, of the machine's; where the host does
 * not tell of each CPU, of all together. Undefined where it tells of no steal.
 */
export function stealShareOf(
  use: Pick<ResourceUse, "host">,
  set?: readonly number[],
): number | undefined {
  const all = Object.keys(use.host.stealShareByCpu ?? {}).map(Number);
  return worstSteal(use, set ?? all)?.share ?? use.host.stealShare;
}

/**
 * Share of the CPU time of the whole run's CPUs that went to programs which are no service of the window, 0 to 1.
 * Undefined where the host, the app or the generator cannot be read.
 */
export function backgroundShare(use: ReadUse, cpus: CpuSets): number | undefined {
  const set = [...new Set([...cpus.server, ...cpus.load, ...cpus.database])];
  return remainder(use, set, Object.values(use.services));
}

/**
 * The same of the CPUs of one side alone: at least so much, for all that may have run there of what belongs to the run
 * is taken off.
 */
export function backgroundShareOf(side: CpuSide, use: ReadUse, cpus: CpuSets): number | undefined {
  const homes: Record<ServiceName, CpuSet | undefined> = {
    app: cpus.server,
    proxy: cpus.server,
    database: cpus.database,
    load: cpus.load,
    // One driver pins it to the server's CPUs and another to the generator's; the others run where they like.
    upstream: undefined,
    pod: undefined,
    orchestrator: undefined,
  };
  const guests = Object.entries(use.services).filter(([name]) => {
    const home = homes[name as ServiceName];
    return home === undefined || overlap(home, cpus[side]);
  });
  const services = guests.map(([, service]) => service);
  return remainder(use, cpus[side], services);
}

type ReadUse = Pick<ResourceUse, "host" | "services" | "seconds">;

function remainder(
  { host, services, seconds }: ReadUse,
  set: CpuSet,
  own: readonly Parameters<typeof cpuSecondsOf>[0][],
): number | undefined {
  const all = meanOver(set, (cpu) => host.programShareByCpu?.[cpu]);
  if (all === undefined || !services.app || !services.load) return undefined;
  const ownSeconds = own.reduce((sum, one) => sum + cpuSecondsOf(one), 0);
  return Math.max(0, all - ownSeconds / (set.length * seconds));
}

function meanOver(set: CpuSet, shareOf: (cpu: number) => number | undefined): number | undefined {
  const known = set.map(shareOf).filter((share) => share !== undefined);
  if (set.length === 0 || known.length < set.length) return undefined;
  return known.reduce((sum, share) => sum + share, 0) / set.length;
}
