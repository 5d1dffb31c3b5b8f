import { spawnSync } from "node:child_process";
import type { GeneratorId } from "@stackbench/model";

/** Whether a generator that comes from elsewhere is not on this machine; in CI none may be missing. */
export function isAbsent(id: GeneratorId): boolean {
  if (id === "stackbench" || id === "autocannon" || process.env["CI"]) return false;
  return spawnSync("sh", ["-c", `command -v ${id}`]).status !== 0;
}
