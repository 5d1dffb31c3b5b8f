export { runOf, service, type CaseSketch, type WindowSketch } from "./run-of.ts";
