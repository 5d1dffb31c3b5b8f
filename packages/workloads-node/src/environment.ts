/** Where a server listens. */
export type ListenPlace =
  /** `reusePort`: several processes listen there, and the kernel deals out connections (SO_REUSEPORT). */
  { host: string; port: number; reusePort: boolean } | { socketPath: string };

/** What a stack is told through environment variables. */
export interface Environment {
  place: ListenPlace;
  /** Worker processes. */
  workers: number;
  /** Which of the workers this process is, from 0, where a process manager has started them all; else absent. */
  workerIndex: number | undefined;
  databaseUrl: string | undefined;
  /** Connections over all workers. */
  databasePoolSize: number;
  upstreamUrl: string | undefined;
}

/** Throws an error that names the variable, what it must be and what it is. An empty variable is an absent one. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  const socketPath = variables["SOCKET_PATH"] || undefined;
  const workers = readInteger(variables, "WORKERS", 1, 512) ?? 1;
  const port = readInteger(variables, "PORT", 1, 65_535) ?? 8080;
  const reusePort = readInteger(variables, "REUSE_PORT", 0, 1) === 1;
  if (reusePort && socketPath) {
    throw new Error(`REUSE_PORT: expected a port to be shared, got SOCKET_PATH "${socketPath}"`);
  }
  return {
    place: socketPath ? { socketPath } : { host: variables["HOST"] || "0.0.0.0", port, reusePort },
    workers,
    // pm2's name for it, and ours where workers share a port.
    workerIndex: readInteger(variables, "NODE_APP_INSTANCE", 0, workers - 1),
    databaseUrl: variables["DATABASE_URL"] || undefined,
    databasePoolSize: readInteger(variables, "DATABASE_POOL_SIZE", 1, 10_000) ?? 16,
    upstreamUrl: variables["UPSTREAM_URL"] || undefined,
  };
}

/** Connections of one worker: an equal share of the whole, one more for the first ones, at least one. */
export function poolShare(total: number, workers: number, workerIndex: number): number {
  return Math.max(1, Math.floor(total / workers) + (workerIndex < total % workers ? 1 : 0));
}

function readInteger(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const given = variables[name] || undefined;
  if (given === undefined) return undefined;
  const value = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(
    `${name}: expected an integer from ${min} to ${max}, got ${JSON.stringify(given)}`,
  );
}
