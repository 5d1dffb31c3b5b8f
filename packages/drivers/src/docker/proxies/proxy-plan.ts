import { groupServing, type BringUpRequest, type VariantShape } from "@stackbench/model";
import {
  hostOf,
  networkOf,
  onLoopback,
  placeOf,
  podPorts,
  type ListensOn,
  type Place,
  type Reach,
} from "../addresses.ts";
import { groupsOf } from "../groups.ts";

/** What a proxy in front of the app has to do, whichever it is. */
export interface ProxyPlan {
  protocol: VariantShape["protocol"];
  /** The file of the app's container that answers; absent where the app finds it itself. */
  script?: string;
  /** Whether clients must speak TLS with it: by the key and certificate in `proxyPemFile`, TLS 1.3 and nothing older. */
  speaksTls: boolean;
  /** Whether clients may speak HTTP/2 with it: over TLS by ALPN, else by prior knowledge. */
  speaksHttp2: boolean;
  /** Worker processes or threads: it is the variant's to say. */
  workers: number;
  /** Where clients come from: the loopback alone, or anywhere. */
  listensOn: ListensOn;
  port: number;
  /** The one that serves the rest first. */
  backends: readonly Backend[];
  /** Ports that lead to one place each; empty where there is but one place. */
  alone: readonly Alone[];
}

/** Requests whose path begins with one of `paths` go to `places` in turn. */
export interface Backend {
  name: string;
  paths: string[];
  places: readonly ProxiedPlace[];
}

/** A place of the app as the proxy reaches it. */
export interface ProxiedPlace extends Place {
  host: string;
}

interface Alone {
  port: number;
  /** "replica 2 of 10", "process group volume". */
  title: string;
  place: ProxiedPlace;
}

/** Where the proxies' images put what they are told by `PROXY_PEM`. */
export const proxyPemFile = "/tmp/proxy.pem";

type ProxyRequest = Pick<BringUpRequest, "variant" | "cpus">;

/** Of a variant that is scaled: which of its replicas (from 0) are sent requests; all where nothing is told. */
export type Serving = readonly number[] | undefined;

export function proxyPlan(
  { variant, cpus }: ProxyRequest,
  reach: Reach = onLoopback,
  serving?: Serving,
): ProxyPlan {
  const backends = backendsOf({ variant, cpus }, reach);
  // Each has a port of its own here whether it is sent requests or not: so it can be asked before it is.
  const places = backends.flatMap((backend) =>
    backend.places.map((place, replica) => ({
      place,
      title: titleOf(variant, backends.length > 1 ? backend.name : undefined, replica),
    })),
  );
  return {
    protocol: variant.protocol,
    ...(variant.script !== undefined && { script: variant.script }),
    speaksTls: variant.tls === "proxy",
    speaksHttp2: variant.http2 !== undefined,
    workers: Number(variant.environment["PROXY_WORKERS"] ?? 1),
    listensOn: reach.listensOn,
    port: podPorts.proxy,
    backends: serving === undefined ? backends : backends.map((one) => among(one, serving)),
    alone:
      places.length < 2
        ? []
        : places.map((place, index) => ({ port: podPorts.alone + index, ...place })),
  };
}

function backendsOf({ variant, cpus }: ProxyRequest, reach: Reach): Backend[] {
  const placeAt = (part: Parameters<typeof placeOf>[1]): ProxiedPlace => ({
    ...placeOf(variant, part),
    host: hostOf(reach, networkOf(reach, part.replica)),
  });
  const replicas = Array.from({ length: variant.replicas }, (_, replica) => replica);
  const groups = groupsOf(variant, cpus.server.length);
  if (groups.length === 0) {
    const places = replicas.map((replica) => placeAt({ replica, group: 0 }));
    return [{ name: "app", paths: [], places }];
  }
  return groups.map(({ name, index, paths }) => ({
    name,
    paths,
    places: replicas.map((replica) => {
      return placeAt({ replica, group: index, groupName: name });
    }),
  }));
}

function among(backend: Backend, serving: readonly number[]): Backend {
  return { ...backend, places: backend.places.filter((_, replica) => serving.includes(replica)) };
}

function titleOf(
  { replicas }: Pick<VariantShape, "replicas">,
  group: string | undefined,
  replica: number,
): string {
  return [
    ...(group === undefined ? [] : [`process group ${group}`]),
    ...(replicas > 1 ? [`replica ${replica + 1} of ${replicas}`] : []),
  ].join(", ");
}

/** Every path with its backend, the longest first: the first that fits is the most exact. */
export function routesOf(backends: readonly Backend[]): { path: string; backend: Backend }[] {
  return backends
    .flatMap((backend) => backend.paths.map((path) => ({ path, backend })))
    .toSorted((a, b) => b.path.length - a.path.length);
}

/** The backend that a path goes to. */
export function backendFor(backends: readonly Backend[], path: string): Backend {
  const name = groupServing(path, Object.fromEntries(backends.map((one) => [one.name, one])));
  return backends.find((one) => one.name === name) ?? backends[0]!;
}
