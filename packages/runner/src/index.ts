export { buildSpec } from "./build-spec.ts";
export { carryOut } from "./carry-out.ts";
export { judgeWindow } from "./judge-window.ts";
export type { RunPorts, RunRequest } from "./run-context.ts";
