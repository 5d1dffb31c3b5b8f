import type Docker from "dockerode";
import type { Network } from "../docker/addresses.ts";
import type { CreatedFor } from "../docker/labels.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { holdService } from "./service.ts";
import type { Station } from "./stations.ts";
import { known, pin } from "./task-container.ts";

/** A station whose container runs. */
export interface BegunStation extends Station {
  container: Docker.Container;
  /** On the network of the sitting. */
  address: string;
}

interface Beginning {
  manager: Docker;
  engineOf(placed: PlacedNode): Docker;
  createdFor: CreatedFor;
  /** Of the sitting. */
  name: string;
  networkId: string;
  /** Disposes of what was begun. */
  laid: AsyncDisposableStack;
}

/** Resolves once all of them run; all are over before one's failure is told, for what still came up would be taken down by nobody. */
export async function beginStations(
  stations: readonly Station[],
  { manager, engineOf, createdFor, name, networkId, laid }: Beginning,
  signal: AbortSignal,
): Promise<BegunStation[]> {
  const beginning = stations.map(async (station): Promise<BegunStation> => {
    signal.throwIfAborted();
    const { member, service, placed, task } = station;
    const request = { name: `${name}-${member}`, node: placed.node, networkId, task, service };
    const held = laid.use(await holdService(manager, request, createdFor));
    const { containerId, address } = await held.running(signal);
    return { ...station, address, container: engineOf(placed).getContainer(containerId) };
  });
  await Promise.allSettled(beginning);
  return await Promise.all(beginning);
}

/** Makes them ready for what joins them: on their CPUs, and known to the proxy. */
export async function settleStations(
  begun: readonly BegunStation[],
  placement: Placement,
  networks: readonly Network[],
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    begun.map(async ({ pins, container, placed }) => {
      if (pins !== undefined) await pin(container, placement, pins, placed);
    }),
  );
  const pod = begun.find(({ member }) => member === "pod")!;
  await known(pod.container, networks.slice(1), signal);
}
