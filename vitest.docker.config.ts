import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.docker.test.ts"],
    exclude: ["**/node_modules/**"],
    // Containers share two CPUs: one file at a time.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
