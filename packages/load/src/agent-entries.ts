import { fileURLToPath } from "node:url";
import type { AgentProgram } from "@stackbench/model";

/** Absolute paths of the agent programs of this package. Each is one entry to run or to bundle. */
export const agentEntries = {
  generator: fileURLToPath(new URL("./generators/stackbench/agent.ts", import.meta.url)),
  autocannon: fileURLToPath(new URL("./generators/autocannon/agent.ts", import.meta.url)),
  upstream: fileURLToPath(new URL("./agent/upstream.ts", import.meta.url)),
} satisfies Partial<Record<AgentProgram, string>>;
