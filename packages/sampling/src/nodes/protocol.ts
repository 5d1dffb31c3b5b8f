import { nothing } from "@stackbench/lines";
import { resourceUseSchema, serviceNames, type Program } from "@stackbench/model";
import { z } from "zod";

const containerSchema = z.strictObject({ name: z.enum(serviceNames), containerId: z.string() });

export const nodeSamplerProtocol = {
  /** Replied to once the first edge is read. */
  begin: {
    given: z.strictObject({ containers: z.array(containerSchema) }),
    reply: nothing,
  },
  /** A replica that has come, or is about to end, while a sampling is under way. */
  join: { given: containerSchema, reply: nothing },
  part: { given: containerSchema, reply: nothing },
  /** CPU time since this was first asked of the container, seconds; null where it cannot be read. */
  used: { given: containerSchema, reply: z.number().nullable() },
  end: { given: nothing, reply: resourceUseSchema },
  /** The date of its machine, ms since 1970. */
  now: { given: nothing, reply: z.number() },
  /** Asks from now on whether these machines are reached, in `end` too. */
  watch: { given: z.strictObject({ addresses: z.array(z.string()) }), reply: nothing },
  /** How long one of them was not, at most, since `watch`. */
  silence: { given: nothing, reply: z.strictObject({ longestMs: z.number().min(0) }) },
};

export const nodeSamplerProgram: Program = { entry: { agent: "sampler" }, arguments: [] };
