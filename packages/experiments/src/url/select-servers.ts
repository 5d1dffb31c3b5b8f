import {
  socketName,
  UsageError,
  type Variant,
  type WorkloadId,
  type Selected,
} from "@stackbench/model";
import type { ServerAddress } from "@stackbench/session";
import type { FoundAddress } from "./find-address.ts";
import type { ReachedServer } from "./reach-server.ts";

/** The stack that all servers are variants of. */
const stackId = "url";

/** Throws UsageError for a server that is named twice. */
export function refuseTwice(found: readonly FoundAddress[]): void {
  const urls = found.map(({ places: [{ url }] }) => url);
  const twice = urls.find((url, index) => urls.indexOf(url) !== index);
  if (twice !== undefined) {
    throw new UsageError(`--url: expected different servers, got ${twice} twice`);
  }
}

/** Servers that already run, in the shape of variants: `url:127.0.0.1-8000`. */
export function selectServers(
  addresses: readonly ReachedServer[],
  workloads: readonly WorkloadId[],
): Map<ReachedServer, Selected> {
  const variants = addresses.map(toVariant);
  const stack: Selected["stack"] = {
    id: stackId,
    title: "a server that already runs",
    language: "unknown",
    runtime: "other",
    workloads: [...workloads],
    directory: "",
    external: true,
    versions: {},
    variants,
  };
  return new Map(addresses.map((address, i) => [address, { stack, variant: variants[i]! }]));
}

function toVariant({ reached, ...server }: ReachedServer): Variant {
  return {
    id: idOf(server),
    stackId,
    command: [],
    server: "unknown",
    workers: 1,
    threads: 1,
    replicas: 1,
    proxy: "none",
    protocol: "http",
    socket: reached.transport === "unix" ? "unix" : "tcp",
    tls: "none",
    ...(server.http2 && { http2: server.http2 }),
    environment: {},
    reached,
  };
}

/** It stands in names of windows and files: no slash in it. */
function idOf({ host, port, socketPath, tls }: ServerAddress): string {
  if (socketPath !== undefined) return `unix-${encodeURIComponent(socketName(socketPath))}`;
  return `${host}-${port}${tls ? "-tls" : ""}`;
}

/** The URL that a variant key of `selectServers` was made from. */
export function urlOf(key: string): string {
  const [, socket] = /^url:unix-(%.+)$/.exec(key) ?? [];
  if (socket !== undefined) return `unix:${decodeURIComponent(socket)}`;
  const [, host, port, tls] = /^url:(.*)-(\d+)(-tls)?$/.exec(key) ?? [];
  if (host === undefined)
    throw new UsageError(`${key}: expected the name of a server such as url:127.0.0.1-8000`);
  return `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
