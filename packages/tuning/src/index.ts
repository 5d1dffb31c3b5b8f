export { knobsOf, whyKnob } from "./profiles.ts";
export { createTuner } from "./tuner.ts";
export type { TunerOptions } from "./tuner.ts";
