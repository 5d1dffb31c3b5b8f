import {
  formatCpuSet,
  sharesOfNodes,
  type BringUpRequest,
  type Knob,
  type ServiceName,
} from "@stackbench/model";
import type { ContainerCreateOptions } from "dockerode";
import {
  networkOf,
  onLoopback,
  podPorts,
  socketDirectory,
  type Network,
  type Reach,
} from "./addresses.ts";
import { appEnvironment } from "./app-environment.ts";
import {
  appCapabilities,
  appTasks,
  confined,
  harnessTasks,
  nginxCapabilities,
  profilerCapabilities,
} from "./confinement.ts";
import { labelsFor, type CreatedFor } from "./labels.ts";
import { commandOf } from "./launch.ts";
import { proxyConfig } from "./proxies/proxy-config.ts";
import { proxyPlan } from "./proxies/proxy-plan.ts";
import { usedPorts } from "./used-ports.ts";

/** What the slow upstream writes once it listens. */
export const upstreamUpText = "the slow upstream listens";

/** The services that are containers of a sitting, and the one that looks into the app's and is measured by nobody. */
export type PodService = Exclude<ServiceName, "orchestrator"> | "profiler";

/** Image id by service. */
export type PodImages = Partial<Record<PodService, string>>;

export interface PodSpec {
  /** Name of the volume that the app's socket lives on; absent with TCP. */
  volume?: { Name: string; Labels: Record<string, string> };
  containers: PodContainer[];
  reach: Reach;
  /** Replicas of the app that are not started yet, the first that may be first. */
  reserve: PodContainer[];
}

export interface PodContainer {
  /** The service's name, `app-3` for the third of several replicas. Unique in the pod. */
  member: string;
  service: PodService;
  /** "replica 3 of 10"; absent where it is the only one of its service. */
  title?: string;
  /** Whose network it joins, unless that has none to join. */
  joins: Network["member"];
  options: PodOptions;
}

/** As the engine takes a container, and what a service besides keeps free on its node: CPUs in billionths, memory in bytes. */
export type PodOptions = ContainerCreateOptions & {
  Reservations?: { NanoCPUs?: number; MemoryBytes?: number };
};

/**
 * Everything that a sitting consists of, as the engine wants it. What has no `NetworkMode` is to join a network. `name` must be
 * unique on the engine.
 */
export function podSpec(
  request: BringUpRequest,
  images: PodImages,
  createdFor: CreatedFor,
  name: string,
  /** Key and certificate, where the variant speaks TLS. */
  pem?: string,
  reach: Reach = onLoopback,
): PodSpec {
  const { variant, cpus, services } = request;
  const onSocket = variant.socket === "unix";
  const volume = `${name}-socket`;
  const container = (
    service: PodService,
    cpuSet: readonly number[],
    options: PodOptions,
    host: ContainerCreateOptions["HostConfig"] = {},
    member: string = service,
    { member: joins }: Network = reach.networks[0],
  ): PodContainer => {
    const image = images[service];
    if (image === undefined) throw new Error(`no image for ${service}: prepare the stack first`);
    return {
      member,
      service,
      joins,
      options: {
        name: `${name}-${member}`,
        Image: image,
        Labels: labelsFor(createdFor, service),
        ...options,
        HostConfig: {
          CpusetCpus: formatCpuSet(cpuSet),
          Ulimits: ulimitsOf(request.knobs),
          // A known log driver: what a failed service wrote must be readable, and bounded.
          LogConfig: { Type: "json-file", Config: { "max-size": "4m", "max-file": "1" } },
          ...confined(harnessTasks),
          ...(onSocket && (service === "app" || service === "proxy")
            ? { Binds: [`${volume}:${socketDirectory}`] }
            : {}),
          ...host,
        },
      },
    };
  };
  const ownNetwork = {
    NetworkMode: "none",
    // Servers that look their own host's name up must find it, without any network.
    ExtraHosts: ["stackbench:127.0.0.1"],
    Sysctls: {
      "net.ipv4.ip_local_reserved_ports": usedPorts(request).join(","),
      ...sysctlsOf(request.knobs),
    },
  };
  const idle = { Hostname: "stackbench", ...running(["sleep", "infinity"]) };
  const containers = [
    container("load", cpus.load, idle, {
      ...ownNetwork,
      // It may raise its own priority: what else the machine does must not delay a schedule.
      ...confined(harnessTasks, ["SYS_NICE"]),
    }),
    ...reach.networks.flatMap((network, index) => {
      if (network.member === "load") return [];
      const shares = sharesOfNodes(variant.replicas, reach.networks.length);
      const options = { ...idle, ...reservationsOf(request, shares[index]!) };
      const cpuSet = network.cpus ?? cpus.server;
      return [container("pod", cpuSet, options, ownNetwork, network.member)];
    }),
    ...Array.from({ length: variant.replicas }, (_, replica): PodContainer => {
      const of = variant.replicas;
      const network = networkOf(reach, replica);
      const set = network.cpus ?? cpus.server;
      const options = {
        ...running(variant.command),
        Env: environmentList({
          ...appEnvironment(request, replica, reach),
          ...(variant.tls === "app" && pem !== undefined && { TLS_PEM: pem }),
        }),
      };
      const host = {
        ...memoryLimit(request.memoryLimitBytes, of),
        ...cpuLimit(request.cpusLimit, of),
        ...confined(appTasks(variant, set.length), appCapabilities),
      };
      if (of === 1) return container("app", cpus.server, options, host);
      const title = `replica ${replica + 1} of ${of}`;
      return { ...container("app", set, options, host, `app-${replica + 1}`, network), title };
    }),
  ];
  if (services.includes("database")) {
    const host = { Tmpfs: { "/pgdata": "mode=1777,exec" }, ShmSize: 256 * 1024 ** 2 };
    const Env = environmentList({ LISTENS_ON: reach.listensOn });
    containers.push(container("database", cpus.database, { Env }, host));
  }
  if (services.includes("upstream")) {
    const isAskedFromAfar = reach.networks.length > 1;
    const HOST = isAskedFromAfar ? reach.listensOn : "127.0.0.1";
    const address = { HOST, PORT: String(podPorts.upstream) };
    const command = commandOf({
      entry: { agent: "upstream" },
      arguments: [address.HOST, address.PORT],
    });
    const Env = environmentList({ ...address, UP_LINE: upstreamUpText });
    const options = { ...running(command), Env };
    containers.push(container("upstream", cpus.server, options));
  }
  if (request.isProfiled) {
    // It sees the app's processes by the numbers that they have among themselves.
    const host = {
      PidMode: `container:${name}-app`,
      ...confined(harnessTasks, profilerCapabilities),
    };
    containers.push(
      container("profiler", cpus[reach.profiledFrom], running(["sleep", "infinity"]), host),
    );
  }
  if (variant.proxy !== "none") {
    const plan = proxyPlan(request, reach, firstReplicas(request));
    const Env = environmentList({
      PROXY_CONFIG: proxyConfig(variant.proxy, plan),
      PROXY_WORKERS: `${plan.workers}`,
      ...(plan.speaksTls && pem !== undefined && { PROXY_PEM: pem }),
    });
    const keeps = variant.proxy === "nginx" ? nginxCapabilities : [];
    containers.push(container("proxy", cpus.server, { Env }, confined(harnessTasks, keeps)));
  }
  const labels = labelsFor(createdFor, "socket");
  const first = firstReplicas(request)?.length ?? variant.replicas;
  const reserve = containers.filter(({ service }) => service === "app").slice(first);
  return {
    ...(onSocket && { volume: { Name: volume, Labels: labels } }),
    containers: containers.filter((one) => !reserve.includes(one)),
    reach,
    reserve,
  };
}

/** The replicas (from 0) that a sitting begins with; undefined where it begins with all, for good. */
export function firstReplicas({
  activeReplicas,
}: Pick<BringUpRequest, "activeReplicas">): number[] | undefined {
  return activeReplicas === undefined
    ? undefined
    : Array.from({ length: activeReplicas }, (_, replica) => replica);
}

export function sysctlsOf(knobs: readonly Knob[]): Record<string, string> {
  const own = knobs.filter((knob) => knob.scope === "network-namespace");
  return Object.fromEntries(own.map((knob) => [knob.name, knob.value]));
}

/** Empty without `nofile` knobs; a lone one counts for both limits. */
export function ulimitsOf(knobs: readonly Knob[]): { Name: string; Soft: number; Hard: number }[] {
  const value = (name: string): number | undefined => {
    const found = knobs.find((knob) => knob.name === name);
    return found === undefined ? undefined : Number(found.value);
  };
  const soft = value("nofile.soft") ?? value("nofile.hard");
  const hard = value("nofile.hard") ?? soft;
  if (soft === undefined || hard === undefined) return [];
  return [{ Name: "nofile", Soft: Math.min(soft, hard), Hard: hard }];
}

/** Exactly this command, whatever entry point the image has; the image's own where there is none. */
function running(command: readonly string[]): { Entrypoint?: string[]; Cmd?: string[] } {
  if (command.length === 0) return {};
  return { Entrypoint: command.slice(0, 1), Cmd: command.slice(1) };
}

/** An equal part of the whole for each of so many containers. */
function memoryLimit(
  bytes: number | null,
  containers: number,
): { Memory?: number; MemorySwap?: number } {
  if (bytes === null) return {};
  const each = Math.floor(bytes / containers);
  // Equal limits: no swap on top.
  return { Memory: each, MemorySwap: each };
}

/** An equal part of the whole for each of so many containers. */
function cpuLimit(cpus: number | undefined, containers: number): { NanoCpus?: number } {
  return cpus === undefined ? {} : { NanoCpus: Math.round((cpus / containers) * 1e9) };
}

/** What the app may have is kept free for it by who holds its network: its own containers are no services. */
function reservationsOf(
  { memoryLimitBytes, cpusLimit }: Pick<BringUpRequest, "memoryLimitBytes" | "cpusLimit">,
  share: number,
): Pick<PodOptions, "Reservations"> {
  if (memoryLimitBytes === null && cpusLimit === undefined) return {};
  return {
    Reservations: {
      ...(memoryLimitBytes !== null && { MemoryBytes: Math.round(memoryLimitBytes * share) }),
      ...(cpusLimit !== undefined && { NanoCPUs: Math.round(cpusLimit * share * 1e9) }),
    },
  };
}

function environmentList(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([key, value]) => `${key}=${value}`);
}
