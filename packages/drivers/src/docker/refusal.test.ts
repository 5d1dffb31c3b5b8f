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

it("refuses more process groups than have ports", () => {
  const groups = (count: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`g${n}`, { title: `(${n})` }]));
  expect(refusal(variantSchema.parse({ ...shape, processGroups: groups(10) }))).toBeUndefined();
  expect(refusal(variantSchema.parse({ ...shape, processGroups: groups(11) }))).toMatch(
    /at most 10/,
  );
});
