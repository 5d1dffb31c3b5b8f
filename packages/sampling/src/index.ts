export { createSampler } from "./sampler.ts";
export type { SamplerOptions } from "./sampler.ts";
