import { expect, test } from "vitest";
import { created, empty } from "./answer.ts";
import { readJson, responseOf } from "./web.ts";

function post(body: string | ReadableStream): Request {
  // A length is told where the runtime knows one: `Request` itself tells none.
  const headers = typeof body === "string" ? { "content-length": `${body.length}` } : {};
  return new Request("http://localhost/items", { method: "POST", headers, body, duplex: "half" });
}

function inPieces(...pieces: string[]): ReadableStream {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
}

test("a body is read with or without a length that is told", async () => {
  expect(await readJson(post('{"a":1}'))).toEqual({ a: 1 });
  expect(await readJson(post(inPieces('{"a"', ":1}")))).toEqual({ a: 1 });
});

const long = "x".repeat(40_000);
test.each([
  ["no JSON", () => post("{"), 400],
  ["nothing", () => post(""), 400],
  ["a length that is too long", () => post(long + long), 413],
  ["pieces that are too long together", () => post(inPieces(long, long)), 413],
])("%s is refused", async (_, request, statusCode) => {
  await expect(readJson(request())).rejects.toMatchObject({ statusCode });
});

test("an answer keeps its status, headers and body", async () => {
  const response = responseOf(created("/items/1", { id: 1 }));
  expect(response.status).toBe(201);
  expect(response.headers.get("location")).toBe("/items/1");
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(await response.text()).toBe('{"id":1}');
  const none = responseOf(empty());
  expect([none.status, none.body]).toEqual([204, null]);
});
