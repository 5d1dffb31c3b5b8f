import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.ts";

export default defineConfig({
  test: {
    ...shared,
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.docker.test.ts", "**/*.browser.test.ts"],
    // Three also where there are two CPUs: many tests wait for a server more than they compute.
    maxWorkers: 3,
    // Files share a worker's modules, that are a third of the work to read anew for each: no test may leave a module changed.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
