import type Docker from "dockerode";
import { z } from "zod";
import { HostError } from "@stackbench/model";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { isNoManager } from "../docker/list-services.ts";

/** Labels that a person puts on nodes. */
const nodeLabels = { role: "stackbench.role", host: "stackbench.host" } as const;

/** What a node is for. */
const roleSchema = z.enum(["server", "load", "database"]);
type NodeRole = z.infer<typeof roleSchema>;

/** A machine of a Swarm, as its manager knows it. */
export interface SwarmNode {
  id: string;
  name: string;
  /** By its label `stackbench.role`; empty without one. */
  roles: readonly NodeRole[];
  /** Where its own engine can be reached, by its label `stackbench.host`. */
  host?: string;
  isManager: boolean;
  /** Whether services can be placed on it. */
  isReady: boolean;
  /** `ready`, `down`, `ready, drained`, ... */
  state: string;
  address: string;
  engineVersion: string;
  cpus: number;
  memoryBytes: number;
}

const answerSchema = z.array(
  z.object({
    ID: z.string(),
    Spec: z.object({
      Labels: z.record(z.string(), z.string()).nullish(),
      Role: z.string(),
      Availability: z.string(),
    }),
    Description: z.object({
      Hostname: z.string(),
      Resources: z.object({ NanoCPUs: z.number(), MemoryBytes: z.number() }),
      Engine: z.object({ EngineVersion: z.string() }),
    }),
    Status: z.object({ State: z.string(), Addr: z.string() }),
  }),
);

/** Every machine of the Swarm, by name. Throws HostError where the engine manages none, or a label says what cannot be. */
export async function readNodes(manager: Docker, where: string): Promise<SwarmNode[]> {
  const answer = await ask("list nodes", (abortSignal) =>
    hearing(manager, abortSignal).listNodes(),
  ).catch((error: unknown) => {
    if (!isNoManager(error)) throw error;
    throw new HostError(
      `expected the manager of a Docker Swarm at ${where}, got an engine that manages none. Name it with --host=, or make one: \`docker swarm init\`, and on other machines \`docker swarm join\` (docs/many-machines.md).`,
      { cause: error },
    );
  });
  return answerSchema
    .parse(answer)
    .map(toNode)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The id, in its Swarm, of the engine itself. Throws HostError. */
export async function ownNodeId(engine: Docker): Promise<string | undefined> {
  const { Swarm } = (await ask("ask which node of its Swarm it is", (abortSignal) =>
    hearing(engine, abortSignal).info(),
  )) as { Swarm?: { NodeID?: string } };
  return Swarm?.NodeID;
}

function toNode({
  ID,
  Spec,
  Description,
  Status,
}: z.infer<typeof answerSchema>[number]): SwarmNode {
  const { Hostname: name, Resources, Engine } = Description;
  const roles = rolesOf(name, Spec.Labels?.[nodeLabels.role]);
  const host = Spec.Labels?.[nodeLabels.host];
  const isActive = Spec.Availability === "active";
  return {
    id: ID,
    name,
    roles,
    ...(host === undefined ? {} : { host }),
    isManager: Spec.Role === "manager",
    isReady: Status.State === "ready" && isActive,
    state: isActive ? Status.State : `${Status.State}, ${Spec.Availability}`,
    address: Status.Addr,
    engineVersion: Engine.EngineVersion,
    cpus: Resources.NanoCPUs / 1e9,
    memoryBytes: Resources.MemoryBytes,
  };
}

function rolesOf(node: string, label: string | undefined): NodeRole[] {
  if (label === undefined) return [];
  const roles = z.array(roleSchema).safeParse(label.split(",").map((word) => word.trim()));
  if (roles.success) return roles.data;
  throw new HostError(
    `expected some of ${roleSchema.options.join(", ")} as ${nodeLabels.role} of node ${node}, got "${label}". Change it: \`docker node update --label-add ${nodeLabels.role}=server ${node}\``,
  );
}
