import { expect, test } from "vitest";
import { composeRequest, type TypedRequest } from "./compose-request.ts";

const compose = (typed: Partial<TypedRequest>) =>
  composeRequest(
    { method: "POST", path: "/x", headers: [], ...typed },
    {
      read: (name) => `{"of":"${name}","as":"{{it is}}"}\n`,
      nowMs: 0,
      uuid: "5bacbe9c-1111-4222-8333-abcdefabcdef",
    },
  );

test("a request is put together as a file would have it", () => {
  expect(
    compose({ headers: ["Accept: a, b", "X-Y:1"], body: { text: '{"id":"{{$uuid}}"}' } }),
  ).toEqual({
    method: "POST",
    path: "/x",
    headers: { Accept: "a, b", "X-Y": "1" },
    body: '{"id":"5bacbe9c-1111-4222-8333-abc{n}"}',
    numbers: { from: 100_000_000, count: 900_000_000 },
    wanted: {},
  });
  expect(compose({ body: { file: "o.json" } }).body).toBe('{"of":"o.json","as":"{{it is}}"}\n');
  expect(compose({ path: "//a/../b?{n}" })).toMatchObject({ path: "//a/../b?{n}", body: "" });
});

test.each([
  [{ headers: ["Accept"] }, /^--header: expected a header such as "Accept: text\/html"/],
  [{ headers: ["Connection: close"] }, /^--header: expected no Connection \(--no-keep-alive/],
  [{ headers: ["A: 1", "a: 2"] }, /^--header: expected each header once, got a twice/],
  [{ body: { text: "{{$env}}" } }, /^--body: expected \{\{\$uuid\}\}.*got \{\{\$env\}\}/],
  [
    { path: "/{n}", body: { text: "{{$uuid}}" } },
    /^--path: expected no \{n\} or \{m\} beside random values/,
  ],
])("%j is told with its option", (typed, message) => {
  expect(() => compose(typed)).toThrow(message);
});
