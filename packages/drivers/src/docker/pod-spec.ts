import { formatCpuSet, workerCount } from "@stackbench/model";
import type { BringUpRequest, Knob, ServiceName } from "@stackbench/model";
import type { ContainerCreateOptions } from "dockerode";
import { labelsFor, type Belonging } from "./labels.ts";
import { commandOf } from "./launch.ts";

/** Addresses inside a pod. Every sitting has a network namespace of its own, so they never clash. */
export const podPorts = { app: 8000, proxy: 8080, database: 5432, upstream: 9100 } as const;
const socketDirectory = "/run/stackbench";
const socketPath = `${socketDirectory}/app.sock`;
export const databaseUrl = `postgres://stackbench@127.0.0.1:${podPorts.database}/stackbench`;

/** The services that are containers of a sitting, `pod` first. */
export type PodService = Exclude<ServiceName, "orchestrator">;

/** Image id by service. */
export type PodImages = Partial<Record<PodService, string>>;

export interface PodSpec {
  /** Name of the volume that the app's socket lives on; absent with TCP. */
  volume?: { Name: string; Labels: Record<string, string> };
  containers: { service: PodService; options: ContainerCreateOptions }[];
}

/** Everything that a sitting consists of, as the engine wants it. `name` must be unique on the engine. */
export function podSpec(
  request: BringUpRequest,
  images: PodImages,
  belonging: Belonging,
  name: string,
): PodSpec {
  const { variant, cpus, services } = request;
  const onSocket = variant.socket === "unix";
  const volume = `${name}-socket`;
  const container = (
    service: PodService,
    cpuSet: readonly number[],
    options: ContainerCreateOptions,
    host: ContainerCreateOptions["HostConfig"] = {},
  ): PodSpec["containers"][number] => {
    const image = images[service];
    if (image === undefined) throw new Error(`no image for ${service}: prepare the stack first`);
    return {
      service,
      options: {
        name: `${name}-${service}`,
        Image: image,
        Labels: labelsFor(belonging, service),
        ...options,
        HostConfig: {
          NetworkMode: `container:${name}-pod`,
          CpusetCpus: formatCpuSet(cpuSet),
          Ulimits: ulimitsOf(request.knobs),
          // A known log driver: what a failed service wrote must be readable, and bounded.
          LogConfig: { Type: "json-file", Config: { "max-size": "4m", "max-file": "1" } },
          ...(onSocket && (service === "app" || service === "proxy")
            ? { Binds: [`${volume}:${socketDirectory}`] }
            : {}),
          ...host,
        },
      },
    };
  };
  const containers = [
    container(
      "pod",
      cpus.load,
      { Hostname: "stackbench", ...running(["sleep", "infinity"]) },
      {
        NetworkMode: "none",
        // Servers that look their own host's name up must find it, without any network.
        ExtraHosts: ["stackbench:127.0.0.1"],
        Sysctls: sysctlsOf(request.knobs),
      },
    ),
    // It may raise its own priority: what else the machine does must not delay a schedule.
    container("load", cpus.load, running(["sleep", "infinity"]), { CapAdd: ["SYS_NICE"] }),
    container(
      "app",
      cpus.server,
      { ...running(variant.command), Env: environmentList(appEnvironment(request)) },
      memoryLimit(request.memoryLimitBytes),
    ),
  ];
  if (services.includes("database")) {
    const host = { Tmpfs: { "/pgdata": "mode=1777,exec" }, ShmSize: 256 * 1024 ** 2 };
    containers.push(container("database", cpus.database, {}, host));
  }
  if (services.includes("upstream")) {
    const address = { HOST: "127.0.0.1", PORT: String(podPorts.upstream) };
    const command = commandOf({
      entry: { agent: "upstream" },
      arguments: [address.HOST, address.PORT],
    });
    const options = { ...running(command), Env: environmentList(address) };
    containers.push(container("upstream", cpus.server, options));
  }
  if (variant.proxy === "nginx") {
    const Env = environmentList({
      LISTEN_PORT: String(podPorts.proxy),
      UPSTREAM: onSocket ? `unix:${socketPath}` : `127.0.0.1:${podPorts.app}`,
      PROTOCOL: variant.protocol,
      PROXY_WORKERS: variant.environment["PROXY_WORKERS"] ?? "1",
    });
    containers.push(container("proxy", cpus.server, { Env }));
  }
  const labels = labelsFor(belonging, "socket");
  return onSocket ? { volume: { Name: volume, Labels: labels }, containers } : { containers };
}

/** What the app's first process finds in its environment. */
function appEnvironment(request: BringUpRequest): Record<string, string> {
  const { variant, services, cpus } = request;
  return {
    HOST: "127.0.0.1",
    PORT: String(podPorts.app),
    ...(variant.socket === "unix" ? { SOCKET_PATH: socketPath } : {}),
    WORKERS: String(workerCount(variant, cpus.server.length)),
    THREADS: String(variant.threads),
    PROTOCOL: variant.protocol,
    ...(services.includes("database")
      ? { DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: String(request.databasePoolSize) }
      : {}),
    ...(services.includes("upstream")
      ? { UPSTREAM_URL: `http://127.0.0.1:${podPorts.upstream}` }
      : {}),
    ...variant.environment,
  };
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

/** Exactly this command, whatever entry point the image has. */
function running(command: readonly string[]): { Entrypoint: string[]; Cmd: string[] } {
  return { Entrypoint: command.slice(0, 1), Cmd: command.slice(1) };
}

function memoryLimit(bytes: number | null): { Memory?: number; MemorySwap?: number } {
  // Equal limits: no swap on top.
  return bytes === null ? {} : { Memory: bytes, MemorySwap: bytes };
}

function environmentList(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([key, value]) => `${key}=${value}`);
}
