/** Where a server listens. */
export type ListenPlace = { host: string; port: number } | { socketPath: string };

/** What a stack is told through environment variables. */
export interface Environment {
  place: ListenPlace;
  /** Worker processes. */
  workers: number;
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
  return {
    place: socketPath
      ? { socketPath }
      : { host: variables["HOST"] || "0.0.0.0", port: readCount(variables, "PORT", 8080, 65_535) },
    workers: readCount(variables, "WORKERS", 1, 512),
    databaseUrl: variables["DATABASE_URL"] || undefined,
    databasePoolSize: readCount(variables, "DATABASE_POOL_SIZE", 16, 10_000),
    upstreamUrl: variables["UPSTREAM_URL"] || undefined,
  };
}

/** Connections of one worker: an equal share of the whole, one more for the first ones, at least one. */
export function poolShare(total: number, workers: number, workerIndex: number): number {
  return Math.max(1, Math.floor(total / workers) + (workerIndex < total % workers ? 1 : 0));
}

function readCount(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  max: number,
): number {
  const given = variables[name] || undefined;
  if (given === undefined) return fallback;
  const value = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= 1 && value <= max) return value;
  throw new Error(`${name}: expected an integer from 1 to ${max}, got ${JSON.stringify(given)}`);
}
