import { delimiter, dirname, join } from "node:path";
import type { BringUpRequest, Stack } from "@stackbench/model";
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

/** Where an app's command is looked for: what its stack has installed goes first. */
export function appPath({ directory }: Pick<Stack, "directory">, nodePath: string): string {
  return [join(directory, "node_modules", ".bin"), baseEnvironment(nodePath)["PATH"]].join(
    delimiter,
  );
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
  return {
    ...baseEnvironment(nodePath),
    PATH: appPath(stack, nodePath),
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
