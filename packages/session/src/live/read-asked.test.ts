import { expect, test } from "vitest";
import { readAsked } from "./read-asked.ts";

const host = "127.0.0.1:4180";

test("the page and what follows it, by the names of this machine, also through a tunnel", () => {
  expect(readAsked("GET", "/", { host })).toEqual({ kind: "page" });
  expect(readAsked("GET", "/", { host: "localhost:9000" })).toEqual({ kind: "page" });
  expect(readAsked("GET", "/", { host: "[::1]" })).toEqual({ kind: "page" });
  const same = { host, "sec-fetch-site": "same-origin" };
  expect(readAsked("GET", "/next?after=3", same)).toEqual({ kind: "next", after: 3 });
});

test.each([
  ["another name for this address", "GET", "/", { host: "evil.example:4180" }, 421],
  ["a name that begins like ours", "GET", "/", { host: "localhost.evil.example" }, 421],
  ["no name", "GET", "/", {}, 421],
  ["another site", "GET", "/", { host, "sec-fetch-site": "cross-site" }, 403],
  ["a method that changes things", "POST", "/", { host }, 405],
  ["a preflight", "OPTIONS", "/", { host }, 405],
  ["another path", "GET", "/../../etc/passwd", { host }, 404],
  ["no number", "GET", "/next?after=1e9", { host }, 404],
])("%s is refused", (_what, method, url, headers, status) => {
  expect(readAsked(method, url, headers)).toMatchObject({ kind: "refused", status });
});
