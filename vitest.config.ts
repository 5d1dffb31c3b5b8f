import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.ts";

export default defineConfig({
  test: {
    ...shared,
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.docker.test.ts"],
    // Two at a time also where there are two CPUs: many tests wait for a server more than they compute.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
