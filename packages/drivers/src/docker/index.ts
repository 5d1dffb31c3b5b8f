export { createDockerDriver } from "./driver.ts";
export { findEngine } from "./find-engine.ts";
export { machineOf } from "./machine-of.ts";
export { sweep } from "./sweep.ts";
