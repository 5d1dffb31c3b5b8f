export { createProfiler, profilerEntry } from "./profiler/create-profiler.ts";
export { createSampler } from "./sampler.ts";
