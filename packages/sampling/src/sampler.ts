import type {
  ResourceSampler,
  ResourceUse,
  Sampling,
  ServiceHandle,
  ServiceName,
  ServiceUse,
} from "@stackbench/model";
import { findCgroups } from "./cgroup-paths.ts";
import { cgroupSource } from "./cgroup-source.ts";
import { hostUse, readHost } from "./host.ts";
import type { HostReading } from "./host.ts";
import { networkUse, readNetwork } from "./network.ts";
import type { NetworkReading } from "./network.ts";
import { processSource, processView } from "./process-source.ts";
import type { ProcessView } from "./process-source.ts";
import { selfSource } from "./self-source.ts";
import type { CpuReading, Source } from "./source.ts";

export interface SamplerOptions {
  /** Between two readings of memory and process counts, milliseconds; 500 unless told. */
  intervalMs?: number;
  /** Where `proc` and the cgroup mounts are looked for; `/` unless told. */
  fileSystemRoot?: string;
}

/** Looking for new processes reads all of /proc, which costs more than all else: about once a second. */
const treeIntervalMs = 1000;

/** What is read at the window's edges beside the services. */
interface Edge {
  host: HostReading;
  network: NetworkReading | undefined;
}

interface Watched {
  name: ServiceName;
  source: Source;
  workingSetBytes: number | undefined;
  processes: number | undefined;
}

/** Reads cgroups (v1, v2 and both side by side), /proc, PSI and the app's netstat. Where there is no /proc everything but `orchestrator` is absent. */
export function createSampler(options: SamplerOptions = {}): ResourceSampler {
  const intervalMs = options.intervalMs ?? 500;
  const root = options.fileSystemRoot ?? "/";
  const fileSystemRoot = root === "/" ? "" : root;
  return {
    begin: async (services) => {
      const view = processView(fileSystemRoot);
      const watched = services.flatMap((handle) =>
        watch(handle.name, sourceOf(handle, view, fileSystemRoot)),
      );
      watched.push(...watch("orchestrator", selfSource()));
      const app = services.find(({ name }) => name === "app");
      const readEdge = (): Edge => ({
        host: readHost(fileSystemRoot),
        network: app && readNetwork(app.pid, fileSystemRoot),
      });
      return beginSampling(watched, view, readEdge, intervalMs);
    },
  };
}

function sourceOf(
  handle: ServiceHandle,
  view: ProcessView,
  fileSystemRoot: string,
): Source | undefined {
  return handle.kind === "cgroup"
    ? cgroupSource(findCgroups(handle.pid, fileSystemRoot === "" ? "/" : fileSystemRoot))
    : processSource(handle.pid, view, fileSystemRoot);
}

function watch(name: ServiceName, source: Source | undefined): Watched[] {
  return source ? [{ name, source, workingSetBytes: undefined, processes: undefined }] : [];
}

function beginSampling(
  watched: readonly Watched[],
  view: ProcessView,
  readEdge: () => Edge,
  intervalMs: number,
): Sampling {
  for (const one of watched) poll(one);
  // Sources, trees and memory are known: what follows is the edge itself.
  view.refresh();
  const startedMs = performance.now();
  const first = readEdge();
  for (const { source } of watched) source.begin();
  let lookedMs = startedMs;
  const timer = setInterval(() => {
    if (performance.now() - lookedMs >= treeIntervalMs) {
      lookedMs = performance.now();
      view.refresh();
    }
    for (const one of watched) poll(one);
  }, intervalMs);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      view.refresh();
      const seconds = Math.max(1e-6, (performance.now() - startedMs) / 1000);
      const last = readEdge();
      const used = watched.map(({ source }) => source.end());
      for (const one of watched) poll(one);
      return compose(watched, used, first, last, seconds);
    },
    [Symbol.asyncDispose]: async () => clearInterval(timer),
  };
}

function poll(one: Watched): void {
  const reading = one.source.poll();
  one.workingSetBytes = larger(one.workingSetBytes, reading?.workingSetBytes);
  one.processes = larger(one.processes, reading?.processes);
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

function compose(
  watched: readonly Watched[],
  used: readonly (CpuReading | undefined)[],
  first: Edge,
  last: Edge,
  seconds: number,
): ResourceUse {
  const services: Partial<Record<ServiceName, ServiceUse>> = {};
  watched.forEach((one, index) => {
    const cpu = used[index];
    if (!cpu) return;
    const peak = one.source.memoryPeakBytes();
    services[one.name] = {
      source: one.source.name,
      cpuUserSeconds: cpu.userSeconds,
      cpuSystemSeconds: cpu.systemSeconds,
      ...(cpu.throttledSeconds !== undefined && { throttledSeconds: cpu.throttledSeconds }),
      ...(one.workingSetBytes !== undefined && { memoryWorkingSetBytes: one.workingSetBytes }),
      ...(peak !== undefined && { memoryPeakBytes: peak }),
      ...(one.processes !== undefined && { processes: one.processes }),
    };
  });
  const network = networkUse(first.network, last.network);
  return {
    seconds,
    services,
    host: hostUse(first.host, last.host, seconds),
    ...(network && { network }),
  };
}
