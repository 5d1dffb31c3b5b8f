import type { LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import { commonExpect } from "./common-expect.ts";
import { learntMismatch } from "./learnt-mismatch.ts";

type Expect = LoadRequest["expect"];

const whole = (body: string): Expect => ({
  status: 200,
  contentType: "application/json",
  bodyBytes: body.length,
  body,
});

test("answers that are the same are expected whole", () => {
  expect(commonExpect(whole("Hello"), whole("Hello"))).toEqual(whole("Hello"));
});

test("of JSON that tells how the app is served, the rest", () => {
  const [bare, proxied] = [
    '{"url":"/","headers":{"Host":"a"},"origin":"127.0.0.1"}',
    '{"url":"/","headers":{"Host":"a","Via":"nginx"},"origin":"127.0.0.2"}',
  ];
  const common = commonExpect(whole(bare), whole(proxied));
  expect(common).toMatchObject({ bodyBytes: null, contentType: "application/json" });
  for (const body of [bare, proxied]) expect(learntMismatch(common, body)).toBeUndefined();
  expect(learntMismatch(common, bare.replace('"/"', '"/other"'))).toMatchObject({
    expected: '$.url: "/"',
  });
  expect(learntMismatch(common, bare.replace('"origin"', '"from"'))).toBeDefined();
});

test("of other text, how it begins and ends", () => {
  const [bare, proxied] = ["<p>served by <b>one</b></p>", "<p>served by <b>another</b></p>"];
  const common = commonExpect(whole(bare), whole(proxied));
  for (const body of [bare, proxied]) expect(learntMismatch(common, body)).toBeUndefined();
  expect(learntMismatch(common, "<p>broken</p>")).toBeDefined();
});

test("of a body that varies by itself and one that does not, what both begin and end with", () => {
  const varies: Expect = { status: 200, bodyBytes: null, ends: { start: "<p>at ", end: "</p>" } };
  const common = commonExpect(varies, whole("<p>at noon</p>"));
  expect(common).toMatchObject({ bodyBytes: null, ends: { end: "</p>" } });
  expect(common).not.toHaveProperty("contentType");
  for (const body of ["<p>at 12</p>", "<p>at noon</p>"]) {
    expect(learntMismatch(common, body)).toBeUndefined();
  }
});

test("a clock in JSON that two lessons saw alike is no part of it", () => {
  const body = `{"at":${Date.now()},"name":"x"}`;
  const fields: Expect["fields"] = [
    { path: [], type: "object" },
    { path: ["at"], type: "number" },
    { path: ["name"], type: "string", value: "x" },
  ];
  const common = commonExpect(whole(body), { status: 200, bodyBytes: null, fields });
  expect(common.fields).toEqual(fields);
});
