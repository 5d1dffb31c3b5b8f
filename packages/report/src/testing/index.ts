export { runOf, service, type CaseSketch, type WindowSketch } from "./run-of.ts";
export { manyVariantsRun } from "./many-variants-run.ts";
