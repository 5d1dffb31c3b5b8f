export { createDockerDriver, type DockerDriver, type DockerDriverOptions } from "./driver.ts";
export { findEngine, type FoundEngine } from "./find-engine.ts";
