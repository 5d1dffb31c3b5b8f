export { manyVariantsRun } from "./many-variants-run.ts";
export { runOf, service, type CaseSketch, type RunSketch, type WindowSketch } from "./run-of.ts";
