import type { AnyHandle, ContainerHandle, NetworkPath, Sitting } from "@stackbench/model";

type Replicated = Pick<Sitting, "containers" | "scaling">;

/** The way from the proxy to another machine, and how many of the requests go it. */
export interface FarWay {
  /** Which of the server's machines it leads to, from 2 on. */
  node: number;
  path: NetworkPath;
  /** Of the replicas, those there. */
  share: number;
}

/** Of the replicas that the proxy of a sitting sends requests to now, the share that is on other machines than it. */
export function farShare(sitting: Replicated): number {
  const proxy = proxyOf(sitting);
  return proxy ? shareOf(sitting, ({ machine }) => machine !== proxy.machine) : 0;
}

/** Each measured way that such requests go now. `servers`: the server's machines in order. */
export function farWays(
  sitting: Replicated,
  paths: ReadonlyMap<number, NetworkPath>,
  servers: readonly string[] = [],
): FarWay[] {
  if (!proxyOf(sitting)) return [];
  return [...paths]
    .map(([node, path]) => {
      const share = shareOf(sitting, ({ machine }) => machine === servers[node - 1]);
      return { node, path, share };
    })
    .filter(({ share }) => share > 0);
}

function proxyOf({ containers = [] }: Replicated): ContainerHandle | undefined {
  return containers.find(({ name }) => name === "proxy");
}

function shareOf(
  { containers = [], scaling }: Replicated,
  isCounted: (app: ContainerHandle) => boolean,
): number {
  const serving: AnyHandle[] = scaling?.serving().flatMap(({ handle }) => handle ?? []) ?? [
    ...containers,
  ];
  const apps = serving
    .filter((one) => one.kind === "container")
    .filter(({ name }) => name === "app");
  return apps.length > 0 ? apps.filter(isCounted).length / apps.length : 0;
}
