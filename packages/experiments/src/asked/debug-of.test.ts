import type { LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import { toldDebug } from "./debug-of.ts";

const request: LoadRequest = {
  method: "GET",
  path: "/",
  headers: {},
  body: "",
  expect: { status: 200, bodyBytes: null },
};
const silent = { key: "app:a", learnt: { request } };
const telling = { key: "app:b", learnt: { request, debugMark: "it has a toolbar" } };

test("what an app's files say goes before what its answers tell, and one way that tells is enough", () => {
  expect(toldDebug("settings.py says DEBUG = True", [silent, telling])).toEqual({
    debug: "settings.py says DEBUG = True",
  });
  expect(toldDebug(undefined, [silent, telling])).toEqual({ debug: "it has a toolbar" });
  expect(toldDebug(undefined, [silent])).toEqual({});
});
