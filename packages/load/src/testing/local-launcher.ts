import { launcherOf } from "@stackbench/lines/testing";
import type { AgentProgram, Launcher } from "@stackbench/model";
import { agentEntries } from "../agent-entries.ts";

/** Starts programs as children of this process. `overrides` replaces entries, to run bundles. */
export function localLauncher(overrides: Partial<Record<AgentProgram, string>> = {}): Launcher {
  const entries: Partial<Record<AgentProgram, string>> = { ...agentEntries, ...overrides };
  return launcherOf((agent) => entries[agent]!);
}
