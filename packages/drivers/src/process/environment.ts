import { delimiter, dirname, join } from "node:path";
import type { BringUpRequest } from "@stackbench/model";
import { workerCount } from "@stackbench/model";

/** What every program of a sitting gets, whatever shell the harness was started from. */
export function baseEnvironment(nodePath: string): Record<string, string> {
  const path = [dirname(nodePath), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter);
  const inherited = Object.fromEntries(
    ["HOME", "TMPDIR", "NODE_COMPILE_CACHE"].flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, process.env[name]]],
    ),
  ) as Record<string, string>;
  return { ...inherited, PATH: path, LANG: "C.UTF-8", TZ: "UTC", NODE_ENV: "production" };
}

export interface AppAddresses {
  port: number;
  databaseUrl?: string;
  upstreamUrl?: string;
}

/** The environment of an app process; what the variant itself sets comes last. */
export function appEnvironment(
  request: BringUpRequest,
  nodePath: string,
  addresses: AppAddresses,
): Record<string, string> {
  const { stack, variant } = request;
  const base = baseEnvironment(nodePath);
  return {
    ...base,
    PATH: [join(stack.directory, "node_modules", ".bin"), base["PATH"]].join(delimiter),
    HOST: "127.0.0.1",
    PORT: `${addresses.port}`,
    WORKERS: `${workerCount(variant, request.cpus.server.length)}`,
    THREADS: `${variant.threads}`,
    ...(addresses.databaseUrl !== undefined && {
      DATABASE_URL: addresses.databaseUrl,
      DATABASE_POOL_SIZE: `${request.databasePoolSize}`,
    }),
    ...(addresses.upstreamUrl !== undefined && { UPSTREAM_URL: addresses.upstreamUrl }),
    ...variant.environment,
  };
}
