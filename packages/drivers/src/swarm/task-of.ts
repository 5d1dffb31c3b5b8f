import { cgroupTree } from "@stackbench/host";
import type { ContainerCreateOptions } from "dockerode";
import type { PodOptions } from "../docker/pod-spec.ts";

/** What runs in a service, as `POST /services/create` takes it (API 1.41), as far as it is used. */
export interface TaskSpec {
  ContainerSpec: {
    Image: string;
    Labels?: Record<string, string>;
    Command?: string[];
    Args?: string[];
    Env?: string[];
    Hostname?: string;
    /** "address name", where a container takes "name:address". */
    Hosts?: string[];
    Sysctls?: Record<string, string>;
    Ulimits?: { Name: string; Soft: number; Hard: number }[];
    CapabilityAdd?: string[];
    CapabilityDrop?: string[];
    Mounts?: Mount[];
    StopGracePeriod: number;
  };
  /** CPUs in billionths, memory in bytes. What is reserved is placed only where nothing else has reserved it. */
  Resources?: {
    Limits?: { Pids?: number; NanoCPUs?: number; MemoryBytes?: number };
    Reservations?: { NanoCPUs?: number; MemoryBytes?: number };
  };
  LogDriver?: { Name: string; Options: Record<string, string> };
}

interface Mount {
  Type: "tmpfs" | "bind";
  /** Empty for memory. */
  Source: string;
  Target: string;
  ReadOnly?: boolean;
  /** 0 bytes for no limit. */
  TmpfsOptions?: { SizeBytes: number; Mode: number };
}

/**
 * The same as a container of these options, as a service takes it. What a service cannot be given is left out: a pinning to CPUs
 * (it is done to the container), `no-new-privileges` (nothing of the harness's own images has any to gain).
 */
export function taskOf(options: PodOptions): TaskSpec {
  const { Image, Labels, Entrypoint, Cmd, Env, Hostname, HostConfig: host = {} } = options;
  const mounts = mountsOf(host);
  const resources = resourcesOf(options);
  return {
    ContainerSpec: {
      Image: Image!,
      ...(Labels && { Labels }),
      ...(Entrypoint !== undefined && { Command: [Entrypoint].flat() }),
      ...(Cmd !== undefined && Cmd.length > 0 && { Args: Cmd }),
      ...(Env && { Env }),
      ...(Hostname !== undefined && { Hostname }),
      ...(host.ExtraHosts && { Hosts: host.ExtraHosts.map(hostLine) }),
      ...(host.Sysctls && { Sysctls: host.Sysctls }),
      ...(host.Ulimits?.length && { Ulimits: host.Ulimits }),
      ...(host.CapAdd?.length && { CapabilityAdd: host.CapAdd }),
      ...(host.CapDrop?.length && { CapabilityDrop: host.CapDrop }),
      ...(mounts.length > 0 && { Mounts: mounts }),
      // What it holds is in memory and gone with it: an end in order would only take longer.
      StopGracePeriod: 0,
    },
    ...(resources && { Resources: resources }),
    ...(host.LogConfig && {
      LogDriver: { Name: host.LogConfig.Type, Options: host.LogConfig.Config },
    }),
  };
}

function resourcesOf({ HostConfig: host = {}, Reservations }: PodOptions): TaskSpec["Resources"] {
  const Limits = {
    ...(host.PidsLimit != null && { Pids: host.PidsLimit }),
    ...(host.NanoCpus !== undefined && { NanoCPUs: host.NanoCpus }),
    ...(host.Memory !== undefined && { MemoryBytes: host.Memory }),
  };
  const hasLimits = Object.keys(Limits).length > 0;
  if (!hasLimits && Reservations === undefined) return undefined;
  return { ...(hasLimits && { Limits }), ...(Reservations && { Reservations }) };
}

function hostLine(pair: string): string {
  const cut = pair.indexOf(":");
  return `${pair.slice(cut + 1)} ${pair.slice(0, cut)}`;
}

/** A service has no size for its shared memory: that is a file system in memory like others. */
function mountsOf({ Tmpfs, ShmSize }: NonNullable<ContainerCreateOptions["HostConfig"]>): Mount[] {
  const files = Object.entries(Tmpfs ?? {}).map(([Target, settings]): Mount => {
    const mode = /(?:^|,)mode=([0-7]+)/.exec(settings)?.[1];
    return {
      Type: "tmpfs",
      Source: "",
      Target,
      ...(mode !== undefined && {
        TmpfsOptions: { SizeBytes: 0, Mode: Number.parseInt(mode, 8) },
      }),
    };
  });
  if (ShmSize === undefined) return files;
  return [
    ...files,
    {
      Type: "tmpfs",
      Source: "",
      Target: "/dev/shm",
      TmpfsOptions: { SizeBytes: ShmSize, Mode: 0o1777 },
    },
  ];
}

/** Of a node, to be read by who looks at its containers: its control groups, and nothing else. */
export const cgroupMount: Mount = {
  Type: "bind",
  Source: cgroupTree,
  Target: cgroupTree,
  ReadOnly: true,
};
