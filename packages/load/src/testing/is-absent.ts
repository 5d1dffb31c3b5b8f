import { spawnSync } from "node:child_process";
import type { GeneratorId } from "@stackbench/model";
import { createGenerator } from "../generators.ts";

/** Whether a generator that comes from elsewhere is not on this machine; in CI none may be missing. */
export function isAbsent(id: GeneratorId): boolean {
  const { source } = createGenerator(id).traits;
  if (source.from !== "debian" || process.env["CI"]) return false;
  return spawnSync("sh", ["-c", `command -v ${source.command}`]).status !== 0;
}
