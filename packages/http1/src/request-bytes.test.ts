import { expect, test } from "vitest";
import {
  connectedTo,
  hostHeader,
  numbered,
  originOf,
  requestBytes,
  requestPieces,
} from "./request-bytes.ts";

const get = { method: "GET", path: "/x?y=1", headers: {}, body: "" };

test("a request with its Host, and with Connection: close where none is kept", () => {
  const host = hostHeader({ host: "127.0.0.1", port: 80 });
  expect(requestBytes(get, host, true)).toBe("GET /x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n");
  expect(requestBytes(get, host, false)).toBe(
    "GET /x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nConnection: close\r\n\r\n",
  );
});

test("an IPv6 address stands in brackets", () => {
  expect(hostHeader({ host: "::1", port: 8000 })).toBe("[::1]:8000");
});

test("a unix socket has no port, and over TLS the scheme is another", () => {
  const unix = { host: "localhost", port: 80, socketPath: "\0app" };
  expect([hostHeader(unix), originOf(unix), connectedTo(unix)]).toEqual([
    "localhost",
    "http://localhost",
    "@app",
  ]);
  const secure = { host: "a.test", address: "::1", port: 443, tls: { verify: true } };
  expect([originOf(secure), connectedTo(secure)]).toEqual(["https://a.test:443", "[::1]:443"]);
});

test("a body counts in bytes", () => {
  const post = { ...get, method: "POST", headers: { "content-type": "text/plain" }, body: "é" };
  expect(requestBytes(post, "h:1", true)).toBe(
    "POST /x?y=1 HTTP/1.1\r\nHost: h:1\r\ncontent-type: text/plain\r\nContent-Length: 2\r\n\r\n\u00c3\u00a9",
  );
  for (const method of ["POST", "PUT", "PATCH"]) {
    const empty = requestBytes({ ...post, method, body: "" }, "h:1", true);
    expect(empty).toContain("Content-Length: 0\r\n");
  }
});

test("pieces joined by a number are the request with that number", () => {
  const put = {
    method: "PUT",
    path: "/items/{n}",
    headers: {},
    body: '{"name":"edit-{n}"}',
    numbers: { from: 1_000_000_000, count: 9_000_000_000 },
  };
  const pieces = requestPieces(put, "h:1", false);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]).toHaveLength(3);
  expect(pieces[0]!.join("1234567890")).toBe(
    requestBytes(numbered(put, 1_234_567_890), "h:1", false),
  );
  expect(requestPieces({ ...get, path: "/{n}{m}" }, "h:1", true)).toEqual([[expect.any(String)]]);
});

test("a second number goes along with the first", () => {
  const post = {
    method: "POST",
    path: "/{n}?of={m}",
    headers: {},
    body: '{"id":"{n}","quantity":{m}}',
    numbers: { from: 1_000_000, count: 9_000_000, second: { from: 10, count: 90 } },
  };
  const paths = [0, 1, 89, 90].map((more) => numbered(post, 1_000_000 + more).path);
  expect(paths).toEqual(["/1000000?of=10", "/1000001?of=11", "/1000089?of=99", "/1000090?of=10"]);
  const pieces = requestPieces(post, "h:1", true);
  const joined = pieces.map((part) => part.join("1000091")).join("11");
  expect(joined).toBe(requestBytes(numbered(post, 1_000_091), "h:1", true));
});
