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
import { processSource, processView } from "./process-source.ts";
import type { ProcessView } from "./process-source.ts";
import { selfSource } from "./self-source.ts";
import type { CpuReading, Source } from "./source.ts";

export interface SamplerOptions {
  /** Between two readings of memory and process counts, milliseconds; 250 unless told. */
  intervalMs?: number;
  /** Where `proc` and the cgroup mounts are looked for; `/` unless told. */
  fileSystemRoot?: string;
}

/** Looking for new processes reads all of /proc, which costs more than all else: about once a second. */
const treeIntervalMs = 1000;

interface Watched {
  name: ServiceName;
  source: Source;
  workingSetBytes: number | undefined;
  processes: number | undefined;
}

/** Reads cgroups (v1, v2 and both side by side), /proc and PSI. Where there is no /proc everything but `orchestrator` is absent. */
export function createSampler(options: SamplerOptions = {}): ResourceSampler {
  const intervalMs = options.intervalMs ?? 250;
  const root = options.fileSystemRoot ?? "/";
  const fileSystemRoot = root === "/" ? "" : root;
  return {
    begin: async (services) => {
      const view = processView(fileSystemRoot);
      const watched = services.flatMap((handle) =>
        watch(handle.name, sourceOf(handle, view, fileSystemRoot)),
      );
      watched.push(...watch("orchestrator", selfSource()));
      return beginSampling(watched, view, fileSystemRoot, intervalMs);
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
  fileSystemRoot: string,
  intervalMs: number,
): Sampling {
  for (const one of watched) poll(one);
  // Sources, trees and memory are known: what follows is the edge itself.
  view.refresh();
  const startedMs = performance.now();
  const host = readHost(fileSystemRoot);
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
      const lastHost = readHost(fileSystemRoot);
      const used = watched.map(({ source }) => source.end());
      for (const one of watched) poll(one);
      return compose(watched, used, host, lastHost, seconds);
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
  firstHost: HostReading,
  lastHost: HostReading,
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
  return { seconds, services, host: hostUse(firstHost, lastHost, seconds) };
}
