import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Programs are started by the dozen: compiled once, they start in half the time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compiled") },
    // In CI a test that a busy machine disturbed gets a second chance, and the report says so; what is broken fails twice.
    retry: process.env["CI"] ? 1 : 0,
    include: ["**/*.docker.test.ts"],
    exclude: ["**/node_modules/**"],
    // Containers share two CPUs: one file at a time.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
