import type { AgentEntries } from "@stackbench/model";
import type { PinningTools } from "./pinning.ts";
import type { SharedDatabase } from "./shared-database.ts";

/** What every sitting of a process driver shares. Directories and entries are absolute paths. */
export interface BringUpContext {
  repositoryRoot: string;
  agentEntries: AgentEntries;
  stateDirectory: string;
  nodePath: string;
  tools: PinningTools;
  database: SharedDatabase;
  /** Hears what is told of a stack beside its failures. */
  report(message: string): void;
  /** Variants of which it was told that SIGTERM does not end them. */
  toldOf: Set<string>;
}
