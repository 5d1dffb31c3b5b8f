import type { AgentProgram, LoadGenerator } from "@stackbench/model";

/** A generator as its folder exports it. */
export interface RegisteredGenerator extends LoadGenerator {
  /** The program that it runs in, of those that are the harness's own: its name, and the absolute path of its .ts file. */
  readonly agent?: { name: AgentProgram; path: string };
}
