export { runOf, service, type WindowSketch } from "./run-of.ts";
