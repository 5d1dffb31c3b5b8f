import { calibrationPath } from "@stackbench/calibration";
import { expect, test } from "vitest";
import { conditionsNow } from "./conditions-now.ts";

const cpus = { server: [0], load: [1], database: [0] };

test("what generators can do on one engine's machine is not taken for another's", () => {
  const pathOn = (machine?: string) =>
    calibrationPath("/x", conditionsNow({ name: "docker", ...(machine && { machine }) }, cpus));
  expect(new Set([pathOn(), pathOn("0a1b"), pathOn("2c3d")]).size).toBe(3);
  expect(pathOn("0a1b")).toBe(pathOn("0a1b"));
});
