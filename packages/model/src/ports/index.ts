export * from "./clock.ts";
export * from "./driver.ts";
export * from "./load-generator.ts";
export * from "./resource-sampler.ts";
export * from "./run-store.ts";
export * from "./scaling.ts";
export * from "./tuner.ts";
export * from "./verifier.ts";
