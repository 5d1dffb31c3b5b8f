import {
  handleKey,
  type AnyHandle,
  type ResourceSampler,
  type ResourceUse,
  type Sampling,
  type ServiceName,
  type ServiceUse,
} from "@stackbench/model";
import { chargesInterrupts, cpuGroupsOf, findCgroups, readListenCounters } from "@stackbench/host";
import { cgroupSource } from "./cgroup-source.ts";
import { GroupAccounts } from "./group-accounts.ts";
import { throttleReader } from "./throttle.ts";
import { hostUse, readHost } from "./host.ts";
import type { HostReading } from "./host.ts";
import { readListenerDrops } from "./listener-drops.ts";
import { lookIntervalMs, MemoryWatch } from "./memory-watch.ts";
import { networkUse, type NetworkReading } from "./network.ts";
import { processSource, processView } from "./process-source.ts";
import type { ProcessView } from "./process-source.ts";
import { selfSource } from "./self-source.ts";
import { SharingWatch } from "./sharing-watch.ts";
import { ServiceWatch } from "./service-watch.ts";
import type { CpuReading, Source } from "./source.ts";

export interface SamplerOptions {
  /** Between two readings of memory and process counts, milliseconds; `usualIntervalMs` unless told. */
  intervalMs?: number;
  /** Where `proc` and the cgroup mounts are looked for, unless the machine's own. */
  fileSystemRoot?: string;
  /** Whether this machine's CPUs are those of what is sampled; they are unless told. */
  readsHost?: boolean;
}

/** Of a machine that is another one. */
const unread: HostReading = { cpus: new Map(), pressureUs: {} };

export const usualIntervalMs = 500;
/** Looking for new processes reads all of /proc, which costs more than all else: about once a second. */
const treeIntervalMs = 1000;
/** Processes of a group may live for less than a second where they are recycled: each is read so often. */
const groupIntervalMs = 100;
/** Proportional memory is dear to read: no more often than this in a window. */
const groupMemoryIntervalMs = 2000;

/** What is read at the window's edges beside the services. */
interface Edge {
  host: HostReading;
  network: NetworkReading | undefined;
}

/** Everything that is sampled in a window. */
interface Watched {
  services: readonly ServiceWatch[];
  /** What was to be read, and may not be: of such a service those that join tell nothing. */
  asked: readonly { name: ServiceName }[];
  /** Of the app; undefined where it has no groups. */
  groups: GroupAccounts | undefined;
  /** Of the app; undefined where nobody asked. */
  memory: MemoryWatch | undefined;
  /** Of app and proxy. */
  sharing: ReadonlyMap<ServiceName, SharingWatch>;
  view: ProcessView;
  /** Undefined for what cannot be read. */
  find(handle: AnyHandle): Source | undefined;
  readEdge(): Edge;
}

/** Reads cgroups (v1, v2 and both side by side), /proc, PSI and the app's netstat. Where there is no /proc everything but `orchestrator` is absent. */
export function createSampler(options: SamplerOptions = {}): ResourceSampler {
  const intervalMs = options.intervalMs ?? usualIntervalMs;
  const { fileSystemRoot = "", readsHost = true } = options;
  let charged: boolean | undefined;
  return {
    begin: async (handles, { groups: marks = [], seriesOf } = {}) => {
      const hostCharges = (charged ??= chargesInterrupts(fileSystemRoot));
      const view = processView(fileSystemRoot);
      const services = [
        ...watchAll(handles, (handle) => sourceOf(handle, view, fileSystemRoot), intervalMs),
        new ServiceWatch("orchestrator", [selfSource()], intervalMs),
      ];
      const app = services.find(({ name }) => name === "app");
      const appHandle = handles.find(({ name }) => name === "app");
      const groups =
        app && marks.length > 0
          ? new GroupAccounts(() => app.pids(), marks, fileSystemRoot)
          : undefined;
      const memory =
        app && seriesOf === "memory"
          ? new MemoryWatch(() => app.pids(), fileSystemRoot)
          : undefined;
      const sharing = new Map(
        services
          .filter(({ name }) => name === "app" || name === "proxy")
          .map((one) => [one.name, new SharingWatch(() => one.pids(), fileSystemRoot)] as const),
      );
      const readEdge = (): Edge => ({
        host: readsHost ? readHost(fileSystemRoot, hostCharges) : unread,
        // All of the app's containers are in one network namespace.
        network: appHandle && readListenCounters(appHandle.pid, fileSystemRoot),
      });
      const find = (handle: AnyHandle) => sourceOf(handle, view, fileSystemRoot);
      return beginSampling(
        { services, asked: handles, groups, memory, sharing, view, find, readEdge },
        intervalMs,
      );
    },
    meter: (handle) => {
      const view = processView(fileSystemRoot);
      const source = sourceOf(handle, view, fileSystemRoot);
      source?.begin();
      return async () => {
        view.refresh();
        const used = source?.end();
        return used && used.userSeconds + used.systemSeconds;
      };
    },
  };
}

/** None of a container of another machine. */
function sourceOf(
  handle: AnyHandle,
  view: ProcessView,
  fileSystemRoot: string,
): Source | undefined {
  if (handle.kind === "container") return undefined;
  const readThrottled = throttleReader(cpuGroupsOf(handle.pid, fileSystemRoot));
  return handle.kind === "cgroup"
    ? cgroupSource(findCgroups(handle.pid, fileSystemRoot), readThrottled)
    : processSource(handle.pid, view, fileSystemRoot, readThrottled);
}

/** One watch a name. A service that cannot be read in all its parts is not told of at all. */
export function watchAll<Handle extends { name: ServiceName }>(
  handles: readonly Handle[],
  find: (handle: Handle) => Source | undefined,
  intervalMs: number,
): ServiceWatch[] {
  return [...Map.groupBy(handles, ({ name }) => name)].flatMap(([name, same]) => {
    const sources = same.map(find).filter((source) => source !== undefined);
    return sources.length < same.length ? [] : [new ServiceWatch(name, sources, intervalMs)];
  });
}

/** Reads the first edge. */
export function beginSampling(
  { services: atFirst, ...others }: Watched,
  intervalMs: number,
): Sampling {
  const services = [...atFirst];
  const watched = { ...others, services };
  const { asked, groups, memory, sharing, view, readEdge } = watched;
  groups?.begin();
  groups?.readMemory(0);
  for (const service of services) service.sample();
  for (const one of sharing.values()) one.begin();
  // Sources, trees and memory are known: what follows is the edge itself, in the order of the second. Nobody may look at
  // the processes before the clock is read: services would take what was seen then for the first edge.
  view.refresh();
  const startedMs = performance.now();
  const first = readEdge();
  for (const service of services) service.begin();
  groups?.begin();
  memory?.begin();
  const timers = startTimers(watched, intervalMs, startedMs);
  const stop = (): void => timers.forEach(clearInterval);
  const joined = new Map<number | string, { watch: ServiceWatch; source: Source }>();
  return {
    join: (handle) => {
      const source = watched.find(handle);
      if (!source) return;
      let watch = services.find(({ name }) => name === handle.name);
      if (!watch && asked.some(({ name }) => name === handle.name)) return;
      if (!watch) {
        // The first of its service on a machine.
        watch = new ServiceWatch(handle.name, [], intervalMs);
        services.push(watch);
      }
      watch.join(source);
      joined.set(handleKey(handle), { watch, source });
    },
    part: (handle) => {
      const found = joined.get(handleKey(handle));
      joined.delete(handleKey(handle));
      found?.watch.part(found.source);
    },
    end: async () => {
      stop();
      view.refresh();
      const seconds = Math.max(1e-6, (performance.now() - startedMs) / 1000);
      const last = readEdge();
      const used = services.map((service) => service.end());
      groups?.look();
      for (const service of services) service.poll();
      groups?.readMemory(roundedSeconds(startedMs));
      memory?.end();
      return compose(watched, used, first, last, seconds);
    },
    [Symbol.asyncDispose]: async () => stop(),
  };
}

/** To the millisecond. */
function roundedSeconds(startedMs: number): number {
  return Math.round(performance.now() - startedMs) / 1000;
}

function startTimers(
  { services, groups, memory, view }: Watched,
  intervalMs: number,
  startedMs: number,
): NodeJS.Timeout[] {
  let lookedMs = startedMs;
  const timers = [
    setInterval(() => {
      if (performance.now() - lookedMs >= treeIntervalMs) {
        lookedMs = performance.now();
        view.refresh();
      }
      for (const service of services) service.sample();
    }, intervalMs),
  ];
  if (groups) {
    timers.push(
      setInterval(() => {
        // Read again only where services are trees of processes: a cgroup lists its own.
        view.refresh();
        groups.look();
      }, groupIntervalMs),
      setInterval(() => groups.readMemory(roundedSeconds(startedMs)), groupMemoryIntervalMs),
    );
  }
  if (memory) {
    timers.push(
      setInterval(() => {
        view.refresh();
        memory.look();
      }, lookIntervalMs),
    );
  }
  for (const timer of timers) timer.unref();
  return timers;
}

function compose(
  { services, groups, memory, sharing }: Watched,
  used: readonly (CpuReading | undefined)[],
  first: Edge,
  last: Edge,
  seconds: number,
): ResourceUse {
  const uses: Partial<Record<ServiceName, ServiceUse>> = {};
  services.forEach((service, index) => {
    const cpu = used[index];
    if (!cpu) return;
    const shared = sharing.get(service.name)?.end();
    uses[service.name] = {
      ...service.use(cpu),
      ...(shared && { sharing: shared }),
      ...(service.name === "app" && memory && { memorySeries: memory.series() }),
      ...(service.name === "app" && groups && { processGroups: groups.uses(cpu) }),
    };
  });
  const network = networkUse(first.network, last.network);
  const ownDrops =
    network && network.listenDrops > 0 && uses.app?.source === "proc"
      ? readListenerDrops(services.find(({ name }) => name === "app")!.pids())
      : undefined;
  return {
    seconds,
    services: uses,
    host: hostUse(first.host, last.host, seconds),
    ...(network && { network: { ...network, ...(ownDrops !== undefined && { ownDrops }) } }),
  };
}
