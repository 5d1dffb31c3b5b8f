import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.ts";

export default defineConfig({
  test: {
    ...shared,
    include: ["**/*.docker.test.ts", "**/*.browser.test.ts"],
    exclude: ["**/node_modules/**"],
    // Containers share two CPUs: one file at a time.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
