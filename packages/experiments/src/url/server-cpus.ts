import { availableCpus } from "@stackbench/host";
import { findServerProcesses } from "@stackbench/session";
import type { CpuSet, Experiment } from "@stackbench/model";
import type { ReachedServer } from "./reach-server.ts";

/**
 * CPUs as they are rather than as they would be set. The servers' are what their processes may use; all of the
 * machine's where nobody can tell, none for servers elsewhere. The generator keeps off them where that leaves it any.
 */
export function serverCpus(
  addresses: readonly ReachedServer[],
  divided: Experiment["cpus"],
  isLoadGiven: boolean,
): Experiment["cpus"] {
  const available = availableCpus();
  const server = [...new Set(addresses.flatMap((address) => cpusOf(address, available)))];
  const left = available.filter((cpu) => !server.includes(cpu));
  const load = isLoadGiven || left.length === 0 ? divided.load : left;
  return { server: server.toSorted((a, b) => a - b), load, database: divided.database };
}

function cpusOf(address: ReachedServer, available: CpuSet): CpuSet {
  if (!address.isHere) return [];
  const known = findServerProcesses(address).flatMap(({ cpus }) => cpus ?? []);
  return known.length > 0 ? known : available;
}
