import { nothing, type AgentOptions } from "@stackbench/lines";
import { resourceUseSchema, serviceNames, type Program } from "@stackbench/model";
import { z } from "zod";

export const nodeSamplerProtocol = {
  /** Replied to once the first edge is read. */
  begin: {
    given: z.strictObject({
      containers: z.array(z.strictObject({ name: z.enum(serviceNames), containerId: z.string() })),
    }),
    reply: nothing,
  },
  end: { given: nothing, reply: resourceUseSchema },
};
export type NodeSamplerProtocol = typeof nodeSamplerProtocol;

export const nodeSamplerProgram: Program = { entry: { agent: "sampler" }, arguments: [] };
export const nodeSamplerOptions: AgentOptions<NodeSamplerProtocol> = {
  protocol: nodeSamplerProtocol,
  name: "sampler program of a node",
};
