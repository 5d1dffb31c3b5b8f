import { join } from "node:path";
import { tellRetried } from "./scripts/tell-retried.ts";

/** What tests have in common, with a Docker engine or without. */
export const shared = {
  // Programs are started by the dozen: compiled once, they start in half the time.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compiled") },
  // In CI a test that a busy machine disturbed gets a second chance, and the report says so; what is broken fails twice.
  retry: process.env["CI"] ? 1 : 0,
  reporters: process.env["CI"] ? ["default" as const, tellRetried] : ["default" as const],
};
