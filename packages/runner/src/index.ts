export { bareRequest, bringUpBare, defaultPoolSize } from "./bare-sitting.ts";
export { buildSpec } from "./build-spec.ts";
export { carryOut } from "./carry-out.ts";
export { littleResidual } from "./guards/little.ts";
export { judgeWindow } from "./judge-window.ts";
export { measureWindow } from "./measure-window.ts";
export { newRunId } from "./run-id.ts";
export type { RunPorts } from "./run-context.ts";
