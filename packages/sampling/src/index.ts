export { createProfiler, profilerEntry } from "./profiler/create-profiler.ts";
export { createSampler } from "./sampler.ts";
export { createNodeSampler, nodeSamplerEntry } from "./nodes/create-node-sampler.ts";
