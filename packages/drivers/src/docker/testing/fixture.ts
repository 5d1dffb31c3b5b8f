import { join } from "node:path";
import { variantSchema, type BringUpRequest, type Knob, type Stack } from "@stackbench/model";
import Docker from "dockerode";
import { createDockerDriver, type DockerDriver, type DockerDriverOptions } from "../driver.ts";
import type { ImagesOptions } from "../../images/images.ts";
import { findEngine } from "../find-engine.ts";

const agents = join(import.meta.dirname, "agents");

/** The engine of this machine, or one reached by another socket. */
export async function engine(): Promise<Docker> {
  const found = await findEngine(process.env);
  if (!found.docker) throw new Error(found.reason);
  return found.docker;
}

export function fixtureOptions(docker: Docker): ImagesOptions {
  return {
    docker,
    repositoryRoot: join(import.meta.dirname, "../../../../.."),
    agentEntries: {
      generator: join(agents, "echo.ts"),
      verifier: join(agents, "verifier.ts"),
      autocannon: join(agents, "get.ts"),
      upstream: join(agents, "upstream.ts"),
      profiler: join(agents, "echo.ts"),
    },
    generatorPackages: ["wrk", "hey", "apache2-utils"],
  };
}

export function driverOn(
  docker: Docker,
  report: DockerDriverOptions["report"] = () => {},
): DockerDriver {
  return createDockerDriver({ ...fixtureOptions(docker), report });
}

export function stackIn(directory: string, id: string): Stack {
  return {
    id,
    directory: join(import.meta.dirname, directory),
    external: true,
    title: "A fixture",
    language: "JavaScript",
    runtime: "other",
    workloads: ["hello"],
    versions: {},
    variants: [],
  };
}

export const fixtureStack = stackIn("stack", "fixture");

export const knobs: readonly Knob[] = [
  { name: "net.core.somaxconn", scope: "network-namespace", value: "8191" },
  { name: "nofile.soft", scope: "container", value: "512" },
  { name: "nofile.hard", scope: "container", value: "1024" },
];

/** A request for the fixture; `shape` overrides the variant, `rest` all else. */
export function requestFor(
  runId: string,
  shape: Record<string, unknown> = {},
  rest: Partial<BringUpRequest> = {},
): BringUpRequest {
  const command = ["node", "server.mjs"];
  const variant = variantSchema.parse({ command, server: "node", ...shape });
  return {
    runId,
    sittingId: "r1/fixture:bare",
    stack: fixtureStack,
    variant: { ...variant, id: "bare", stackId: "fixture" },
    services: [],
    cpus: { server: [0], load: [0], database: [0] },
    knobs,
    databasePoolSize: 4,
    memoryLimitBytes: null,
    readyTimeoutMs: 20_000,
    signal: new AbortController().signal,
    ...rest,
  };
}

/** Names of all containers, volumes and networks of a run. */
export async function leftOf(docker: Docker, runId: string): Promise<string[]> {
  const filters = { label: [`stackbench.run=${runId}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  const networks = await docker.listNetworks({ filters });
  return [
    ...containers.flatMap((found) => found.Names),
    ...(volumes ?? []).map((found) => found.Name),
    ...networks.map((found) => found.Name),
  ];
}
