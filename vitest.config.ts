import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Programs are started by the dozen: compiled once, they start in half the time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compiled") },
    // In CI a test that a busy machine disturbed gets a second chance, and the report says so; what is broken fails twice.
    retry: process.env["CI"] ? 1 : 0,
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.docker.test.ts"],
    // Two at a time also where there are two CPUs: many tests wait for a server more than they compute.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
