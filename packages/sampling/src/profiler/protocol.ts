import { nothing, type AgentOptions } from "@stackbench/lines";
import { profileSchema, runtimeSchema, type Program } from "@stackbench/model";
import { z } from "zod";

export const profilerProtocol = {
  /** Replied to once samples are taken. */
  begin: {
    given: z.strictObject({ runtime: runtimeSchema, rootPid: z.int().min(1) }),
    reply: nothing,
  },
  end: { given: nothing, reply: profileSchema },
};

export const profilerProgram: Program = { entry: { agent: "profiler" }, arguments: [] };
export const profilerOptions: AgentOptions<typeof profilerProtocol> = {
  protocol: profilerProtocol,
  name: "profiler program",
};
