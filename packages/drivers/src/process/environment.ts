import { delimiter, dirname, join } from "node:path";
import { codeCache } from "@stackbench/host";
import { type BringUpRequest, type Stack, workerCount } from "@stackbench/model";

/** What the harness's own programs of a sitting get, whatever shell it was started from. */
export function baseEnvironment(nodePath: string): Record<string, string> {
  return {
    ...neutralEnvironment(nodePath),
    ...codeCache(),
    NODE_ENV: "production",
  };
}

/**
 * What an app starts from: as little as in a container, where no variable of the shell's is seen. A code cache that it
 * came by, or NODE_ENV from here alone, made it another server under this driver than under Docker.
 */
function neutralEnvironment(nodePath: string): Record<string, string> {
  const path = [dirname(nodePath), process.env["PATH"] ?? "/usr/bin:/bin"].join(delimiter);
  return { ...inherited("HOME", "TMPDIR"), PATH: path, LANG: "C.UTF-8", TZ: "UTC" };
}

function inherited(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where an app's command is looked for: what its stack has installed goes first. */
export function appPath({ directory }: Pick<Stack, "directory">, nodePath: string): string {
  return [join(directory, "node_modules", ".bin"), baseEnvironment(nodePath)["PATH"]].join(
    delimiter,
  );
}

export interface AppAddresses {
  port: number;
  /** Key and certificate, where the app speaks TLS. */
  pem?: string;
  databaseUrl?: string;
  upstreamUrl?: string;
}

/** The environment of an app process; what the sitting tells it goes last. */
export function appEnvironment(
  request: BringUpRequest,
  nodePath: string,
  addresses: AppAddresses,
): Record<string, string> {
  const { stack, variant } = request;
  return {
    ...neutralEnvironment(nodePath),
    PATH: appPath(stack, nodePath),
    ...variant.environment,
    HOST: "127.0.0.1",
    PORT: `${addresses.port}`,
    WORKERS: `${workerCount(variant, request.cpus.server.length)}`,
    THREADS: `${variant.threads}`,
    ...(addresses.pem !== undefined && { TLS_PEM: addresses.pem }),
    ...(variant.http2 && { HTTP2: variant.http2 }),
    ...(addresses.databaseUrl !== undefined && {
      DATABASE_URL: addresses.databaseUrl,
      DATABASE_POOL_SIZE: `${request.databasePoolSize}`,
    }),
    ...(addresses.upstreamUrl !== undefined && { UPSTREAM_URL: addresses.upstreamUrl }),
  };
}
