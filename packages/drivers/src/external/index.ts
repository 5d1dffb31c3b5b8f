export { createExternalDriver } from "./external-driver.ts";
export type { ServerAddress } from "./external-driver.ts";
export { findServerProcesses } from "./server-processes.ts";
