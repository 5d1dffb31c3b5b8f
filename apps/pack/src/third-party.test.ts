import { expect, test } from "vitest";
import { packageFolder } from "./third-party.ts";

test.each([
  [
    "node_modules/.pnpm/zod@4.6.7/node_modules/zod/v4/index.js",
    "node_modules/.pnpm/zod@4.6.7/node_modules/zod",
  ],
  [
    "node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b/index.js",
    "node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b",
  ],
  ["packages/load/src/index.ts", undefined],
])("%s is of the package %s", (path, folder) => {
  expect(packageFolder(path)).toBe(folder);
});
