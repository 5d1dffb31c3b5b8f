import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { z } from "zod";
import { HostError, type ServiceName } from "@stackbench/model";
import { LineSplitter, longestLogLineBytes } from "@stackbench/lines";
import { ask, isMissing } from "../docker/ask.ts";
import { FrameReader } from "../docker/frames.ts";
import { hearing } from "../docker/hearing.ts";
import { labelsFor, type CreatedFor } from "../docker/labels.ts";
import { patience } from "../docker/patience.ts";
import { commandOf } from "../docker/launch.ts";
import type { SwarmNode } from "./nodes.ts";
import type { TaskSpec } from "./task-of.ts";

interface Placed {
  /** Under which others on the network find it. */
  name: string;
  node: SwarmNode;
  networkId: string;
}

export interface ServiceRequest extends Placed {
  /** On that node. */
  imageId: string;
  /** A program of the harness, and its arguments. */
  agent: string;
  arguments: readonly string[];
}

/** One container on one node; disposing of it removes it. */
export interface ServiceHandle extends AsyncDisposable {
  /** Resolves once it runs. Throws HostError where it does not. */
  running(signal?: AbortSignal): Promise<RunningTask>;
  /** Resolves to the lines of its stdout once it has ended well. Throws HostError where it does not. */
  lines(timeoutMs: number, signal?: AbortSignal): Promise<string[]>;
}

interface RunningTask {
  /** On the engine of its node. */
  containerId: string;
  /** On the network that it was placed on. */
  address: string;
}

/** A program of the harness, once. */
export async function runService(
  manager: Docker,
  { imageId, agent, arguments: given, ...placed }: ServiceRequest,
  createdFor: CreatedFor,
): Promise<ServiceHandle> {
  const Command = commandOf({ entry: { agent }, arguments: [...given] });
  const task: TaskSpec = {
    // It holds nothing: an end in order would only take longer.
    ContainerSpec: { Image: imageId, Command, StopGracePeriod: 0 },
  };
  return await holdService(manager, { ...placed, task, service: "probe" }, createdFor);
}

/** By an image's id nothing is pulled, whoever may have that name on a registry. No port is published: IPVS is not everywhere. */
export async function holdService(
  manager: Docker,
  {
    name,
    node,
    networkId,
    task,
    service,
  }: Placed & { task: TaskSpec; service: ServiceName | "probe" },
  createdFor: CreatedFor,
): Promise<ServiceHandle> {
  const { id } = await ask(`create the service ${name}`, (abortSignal) =>
    hearing(manager, abortSignal).createService({
      Name: name,
      Labels: labelsFor(createdFor, service),
      TaskTemplate: {
        ...task,
        RestartPolicy: { Condition: "none" },
        Placement: { Constraints: [`node.id==${node.id}`] },
        Networks: [{ Target: networkId }],
      },
      Mode: { Replicated: { Replicas: 1 } },
      EndpointSpec: { Mode: "dnsrr" },
    }),
  );
  const reach = (state: "running" | "complete", timeoutMs: number, signal?: AbortSignal) =>
    until(manager, { id, name, node, state, timeoutMs }, signal);
  return {
    running: async (signal) => {
      const { Status: status, NetworksAttachments: networks } = await reach(
        "running",
        patience.taskMs,
        signal,
      );
      const containerId = status.ContainerStatus?.ContainerID;
      const address = networks?.[0]?.Addresses?.[0]?.replace(/\/\d+$/, "");
      if (containerId !== undefined && address !== undefined) return { containerId, address };
      throw new HostError(
        `expected the Swarm to tell container and address of the service ${name}, which runs; got ${containerId === undefined ? "no container" : "no address"}`,
      );
    },
    lines: async (timeoutMs, signal) => {
      await reach("complete", timeoutMs, signal);
      return await stdoutOf(manager, id);
    },
    [Symbol.asyncDispose]: async () => {
      try {
        await ask(`remove the service ${name}`, (abortSignal) =>
          hearing(manager, abortSignal).getService(id).remove(),
        );
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}

interface Awaited {
  id: string;
  name: string;
  node: SwarmNode;
  state: "running" | "complete";
  timeoutMs: number;
}

const taskSchema = z.object({
  Status: z.object({
    State: z.string(),
    Message: z.string().optional(),
    Err: z.string().optional(),
    ContainerStatus: z.object({ ContainerID: z.string() }).optional(),
  }),
  NetworksAttachments: z.array(z.object({ Addresses: z.array(z.string()).nullish() })).nullish(),
});
type Task = z.infer<typeof taskSchema>;

async function until(manager: Docker, awaited: Awaited, signal?: AbortSignal): Promise<Task> {
  const { id, name, node, state, timeoutMs } = awaited;
  const begunMs = performance.now();
  const deadline = begunMs + timeoutMs;
  let seen = "no task yet";
  let hadRoomMs = begunMs;
  while (performance.now() < deadline) {
    const filters = JSON.stringify({ service: [id] });
    const tasks = await ask(
      `see the service ${name}`,
      (abortSignal) => hearing(manager, abortSignal).listTasks({ filters }),
      { signal },
    );
    const task = z.array(taskSchema).parse(tasks)[0];
    const status = task?.Status;
    if (task && status?.State === state) return task;
    if (status) seen = `${status.State}${status.Err ? `: ${status.Err}` : ""}`;
    // Its node is given: where that one has no room, none has.
    if (!status?.Err?.includes("insufficient resources")) hadRoomMs = performance.now();
    if (performance.now() - hadRoomMs > patience.roomMs) break;
    if (
      status &&
      ["failed", "rejected", "complete", "shutdown", "orphaned"].includes(status.State)
    ) {
      const said = (await stdoutOf(manager, id, true)).slice(-5);
      throw new HostError(
        [`the program ${name} on node ${node.name} ended: ${seen}`, ...said].join("\n"),
      );
    }
    await delay(lookEveryMs, undefined, signal ? { signal } : {}).catch(() =>
      signal?.throwIfAborted(),
    );
  }
  throw new HostError(
    `the program ${name} on node ${node.name} is not ${state} after ${Math.round((performance.now() - begunMs) / 1000)} s (${seen}); see \`docker service ps ${name}\` and \`docker node ls\` on the manager`,
  );
}

const lookEveryMs = 100;

async function stdoutOf(manager: Docker, id: string, withErrors = false): Promise<string[]> {
  const lines: string[] = [];
  const splitter = new LineSplitter(longestLogLineBytes, (line) => lines.push(line));
  const frames = new FrameReader();
  // The client gives this as bytes, its types as a stream.
  const raw = (await ask("read what a service wrote", (abortSignal) =>
    hearing(manager, abortSignal).getService(id).logs({ stdout: true, stderr: withErrors }),
  )) as unknown as Buffer;
  for (const { bytes } of frames.push(raw)) splitter.push(bytes);
  splitter.end();
  return lines;
}
