import type { CpuSet, CpuSets } from "@stackbench/model";

/**
 * Splits the CPUs that may be used between server, generator and database. From two CPUs on
 * server and generator never share one; the database has its own set from three on, and
 * shares the server's before that.
 */
export function divideCpus(available: CpuSet): CpuSets {
  const cpus = available.toSorted((a, b) => a - b);
  if (cpus.length === 1) return { server: cpus, load: cpus, database: cpus };
  if (cpus.length === 2) {
    const server = cpus.slice(0, 1);
    return { server, load: cpus.slice(1), database: server };
  }
  const share = Math.max(1, Math.floor(cpus.length / 4));
  const serverCount = cpus.length - 2 * share;
  return {
    server: cpus.slice(0, serverCount),
    load: cpus.slice(serverCount, serverCount + share),
    database: cpus.slice(serverCount + share),
  };
}
