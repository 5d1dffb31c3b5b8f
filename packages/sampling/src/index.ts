export { createProfiler, profilerEntry } from "./profiler/create-profiler.ts";
export { createSampler } from "./sampler.ts";
export { createNodeSampler, nodeSamplerEntry, type SampledNode } from "./nodes/create-node-sampler.ts";
