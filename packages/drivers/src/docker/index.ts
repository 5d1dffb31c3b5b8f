export { createDockerDriver } from "./driver.ts";
export { findEngine } from "./find-engine.ts";
export { sweep } from "./sweep.ts";
