import { expect, it } from "vitest";
import { basesOf } from "./base-names.ts";

it("finds the bases that a Dockerfile names", () => {
  const text = "# ARG PYTHON_IMAGE\nARG NODE_IMAGE=node:24\n arg NGINX_IMAGE\nARG NODE_IMAGE_X\n";
  expect(basesOf(text)).toEqual(["NODE_IMAGE", "NGINX_IMAGE"]);
  expect(basesOf("FROM scratch\n")).toEqual([]);
});
