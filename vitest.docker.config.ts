import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.ts";

const named = {
  drivers: "packages/drivers/**/*.docker.test.ts",
  cluster: "**/*.cluster.docker.test.ts",
  alone: "**/*.alone.docker.test.ts",
};

/** What of these runs beside what else, `.ci/run` says. */
export default defineConfig({
  test: {
    ...shared,
    exclude: ["**/node_modules/**"],
    // Containers share two CPUs: one file at a time.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
    projects: [
      { test: { name: "drivers", include: [named.drivers] } },
      {
        test: {
          name: "engine",
          include: ["**/*.docker.test.ts"],
          exclude: Object.values(named),
        },
      },
      {
        test: {
          name: "cluster",
          include: [named.cluster],
          globalSetup: ["apps/cli/src/testing/make-test-cluster.ts"],
        },
      },
      // Their figures have to be right, and nothing else may load the machine meanwhile.
      { test: { name: "alone", include: [named.alone] } },
      { test: { name: "pages", include: ["**/*.browser.test.ts"] } },
    ],
  },
});
