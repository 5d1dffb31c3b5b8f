import { launcherOf } from "@stackbench/lines/testing";
import type { Launcher } from "@stackbench/model";
import { loadAgents } from "../generators.ts";

/** Starts programs as children of this process. `overrides` replaces entries, to run bundles. */
export function localLauncher(overrides: Partial<Record<string, string>> = {}): Launcher {
  const entries: Partial<Record<string, string>> = { ...loadAgents, ...overrides };
  return launcherOf((agent) => entries[agent]!);
}
