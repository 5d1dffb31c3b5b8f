import { defineConfig } from "vitest/config";
import { shared } from "./vitest.shared.ts";

/**
 * Tests of the command line on the package that `pnpm pack:cli` makes: it is the same program. These start it as people do and need no
 * stack of the catalogue, which the package does not bring up as local processes.
 */
const started = [
  "closed-streams",
  "doctor",
  "hostile",
  "list-shapes",
  "live-page",
  "resume",
  "several-requests",
  "shapes",
  "url-tls",
];

export default defineConfig({
  test: {
    ...shared,
    globalSetup: ["apps/pack/src/testing/install-for-tests.ts"],
    include: started.map((name) => `apps/cli/src/${name}.test.ts`),
    maxWorkers: 3,
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
