import {
  UsageError,
  variantKey,
  type Variant,
  type WorkloadId,
  type Selected,
} from "@stackbench/model";
import type { FoundAddress } from "./find-address.ts";

/** The stack that all servers are variants of. */
const stackId = "url";

/** Servers that already run, in the shape of variants: `url:127.0.0.1-8000`. Throws UsageError for one named twice. */
export function selectServers(
  addresses: readonly FoundAddress[],
  workloads: readonly WorkloadId[],
): Map<FoundAddress, Selected> {
  const variants = addresses.map(toVariant);
  const keys = variants.map(variantKey);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) {
    throw new UsageError(`--url: expected different servers, got ${urlOf(twice)} twice`);
  }
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

function toVariant({ host, port }: FoundAddress): Variant {
  return {
    id: `${host}-${port}`,
    stackId,
    command: [],
    server: "unknown",
    workers: 1,
    threads: 1,
    replicas: 1,
    proxy: "none",
    protocol: "http",
    socket: "tcp",
    environment: {},
  };
}

/** The URL that a variant key of `selectServers` was made from. */
export function urlOf(key: string): string {
  const [, host, port] = /^url:(.*)-(\d+)$/.exec(key) ?? [];
  if (host === undefined)
    throw new UsageError(`${key}: expected the name of a server such as url:127.0.0.1-8000`);
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
