export { runOf } from "./run-of.ts";
