import { describe, expect, test } from "vitest";
import { NotHttpError, parseResponse } from "./parse-response.ts";

const fixed = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
const chunked =
  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n";

function parse(text: string, ended = false) {
  return parseResponse(Buffer.from(text), ended);
}

describe("parseResponse", () => {
  test.each([
    ["a length", fixed],
    ["chunks", chunked],
  ])("reads a body by %s, and only once it is whole", (_, text) => {
    for (let length = 0; length < text.length; length++) {
      expect(parse(text.slice(0, length))).toBeUndefined();
    }
    const parsed = parse(`${text}HTTP/1.1 404`);
    expect(parsed?.length).toBe(text.length);
    expect(parsed?.response).toMatchObject({ status: 200, closes: false });
    expect(parsed?.response.body.toString()).toBe("hello");
  });

  test("reads a body without a length to the end of the connection", () => {
    const text = "HTTP/1.1 200 OK\r\n\r\nhel";
    expect(parse(text)).toBeUndefined();
    expect(parse(text, true)?.response).toMatchObject({ body: Buffer.from("hel"), closes: true });
  });

  test("knows that 204 has no body and that an interim answer is none", () => {
    const text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX-A: 1\r\nx-a: 2\r\n\r\n";
    const parsed = parse(text);
    expect(parsed?.length).toBe(text.length);
    expect(parsed?.response.status).toBe(204);
    expect(parsed?.response.headers.get("x-a")).toBe("1, 2");
  });

  test.each([
    ["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", true],
    ["HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", true],
    ["HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", false],
  ])("tells whether the server closes: %j", (text, closes) => {
    expect(parse(text)?.response.closes).toBe(closes);
  });

  test.each([
    "SSH-2.0-server\r\n",
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    `HTTP/1.1 200 OK\r\nX: ${"x".repeat(70_000)}`,
  ])("refuses what is no HTTP: %#", (text) => {
    expect(() => parse(text)).toThrow(NotHttpError);
  });
});
