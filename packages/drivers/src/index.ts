export * from "./docker/index.ts";
export { driverTraits } from "./driver-traits.ts";
export * from "./external/index.ts";
export * from "./images/index.ts";
export * from "./process/index.ts";
export * from "./swarm/index.ts";
