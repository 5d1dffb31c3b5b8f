import {
  chargesInterrupts,
  findContainerCgroups,
  readInterfaceCounters,
  readListenCounters,
} from "@stackbench/host";
import type { ContainerHandle, Sampling } from "@stackbench/model";
import { cgroupSource } from "./cgroup-source.ts";
import { readHost } from "./host.ts";
import type { NetworkReading } from "./network.ts";
import { processView } from "./process-source.ts";
import { beginSampling, usualIntervalMs, watchAll } from "./sampler.ts";
import type { Source } from "./source.ts";
import { throttleReader } from "./throttle.ts";

/** Of this machine. */
type OwnContainer = Pick<ContainerHandle, "name" | "containerId">;

/**
 * Reads the first edge of containers by their control groups alone, of this machine, and of the network that this
 * program is in. For who sees the groups and no process: how many a container has, and which, is not told.
 */
export function sampleContainers(
  containers: readonly OwnContainer[],
  fileSystemRoot = "",
): Sampling {
  const hostCharges = chargesInterrupts(fileSystemRoot);
  const find = ({ containerId }: OwnContainer) => unseenSource(containerId, fileSystemRoot);
  return beginSampling(
    {
      services: watchAll(containers, find, usualIntervalMs),
      asked: containers,
      groups: undefined,
      memory: undefined,
      sharing: new Map(),
      view: processView(fileSystemRoot),
      find: (handle) => (handle.kind === "container" ? find(handle) : undefined),
      readEdge: () => ({
        host: readHost(fileSystemRoot, hostCharges),
        network: readNetwork(fileSystemRoot),
      }),
    },
    usualIntervalMs,
  );
}

/** Of the network that this program is in. */
function readNetwork(fileSystemRoot: string): NetworkReading | undefined {
  const counters = readListenCounters("self", fileSystemRoot);
  const interfaces = readInterfaceCounters("self", fileSystemRoot);
  return counters && { ...counters, ...(interfaces && { interfaces }) };
}

/** A group lists the processes that its reader could see: none of another pid namespace, which is not the same as none. */
export function unseenSource(containerId: string, fileSystemRoot = ""): Source | undefined {
  const { paths, cpuGroups } = findContainerCgroups(containerId, fileSystemRoot);
  const source = cgroupSource(paths, throttleReader(cpuGroups));
  return (
    source && {
      ...source,
      pids: () => [],
      poll: () => {
        const { processes: _, ...reading } = source.poll() ?? {};
        return reading;
      },
    }
  );
}
