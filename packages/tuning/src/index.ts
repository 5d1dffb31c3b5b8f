export { createTuner } from "./tuner.ts";
