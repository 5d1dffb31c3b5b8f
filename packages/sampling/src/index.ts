export { createSampler } from "./sampler.ts";
export type { SamplerOptions } from "./sampler.ts";
export { cpuQuotaOf } from "./cpu-quota.ts";
