import { variantSchema } from "@stackbench/model";
import { expect, it } from "vitest";
import { refusal } from "./refusal.ts";

const shape = { command: ["x"], server: "x" };

it("refuses only what nothing could load", () => {
  expect(refusal(variantSchema.parse(shape))).toBeUndefined();
  expect(
    refusal(variantSchema.parse({ ...shape, proxy: "nginx", socket: "unix" })),
  ).toBeUndefined();
  expect(refusal(variantSchema.parse({ ...shape, socket: "unix" }))).toMatch(/unix socket/);
  expect(refusal(variantSchema.parse({ ...shape, protocol: "uwsgi" }))).toMatch(/uwsgi/);
});
