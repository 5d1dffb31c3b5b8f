export { createSampler } from "./sampler.ts";
