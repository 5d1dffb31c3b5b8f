import { expect, test } from "vitest";
import { variantSchema, workerCount } from "./stack.ts";

test.each([
  [3, 4, 3],
  ["cpus", 1, 2],
  ["cpus", 4, 4],
  ["n", 4, undefined],
  ["1n", 4, 4],
  ["2n+1", 1, 3],
  ["2n+1", 4, 9],
  ["8n", 2, 16],
  ["2n-1", 2, undefined],
  ["n+1", 2, undefined],
])("%s workers on %i CPUs are %s", (workers, cpus, expected) => {
  const read = variantSchema.safeParse({ command: ["x"], server: "x", workers });
  expect(read.success ? workerCount(read.data, cpus) : undefined).toBe(expected);
});
