import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type StackProcess } from "./testing/stack-process.ts";

// Everything but the items themselves, which need PostgreSQL: `bench verify` covers those.
const ids = ["node-http", "express", "fastify", "h3", "hono", "koa", "nestjs"];
describe.each(ids)("%s", (id) => {
  let stack: StackProcess;
  beforeAll(async () => {
    stack = await startStack(id);
  });
  afterAll(async () => {
    expect(await stack.stop()).toEqual({ code: 0, signal: null, stderr: "" });
  });

  async function get(path: string) {
    const response = await fetch(stack.url + path);
    const type = response.headers.get("content-type");
    return { status: response.status, type, body: await response.text() };
  }
  async function send(method: string, path: string, body: string) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(stack.url + path, { method, headers, body });
    return { status: response.status, body: await response.json() };
  }

  test.each([
    ["/hello", "text/plain", "Hello, world!"],
    ["/lookup", "application/json", '{"seed":1,"hits":3583}'],
    ["/lookup?seed=1", "application/json", '{"seed":1,"hits":3583}'],
    ["/report?mb=1", "application/json", '{"mb":1,"checksum":31385}'],
    ["/render-name?name=%3Cb%3E+%C3%AB", "text/html", "<p>Hello, &lt;b&gt; ë!</p>"],
  ])("GET %s", async (path, type, body) => {
    expect(await get(path)).toEqual({ status: 200, type: `${type}; charset=utf-8`, body });
  });

  test("hash-sort and its table of cells", async () => {
    expect((await get("/hash-sort?loopCount=1&seed=1")).body).toMatch(
      /^{"loopCount":1,"seed":1,"checksum":"d7e2cba749472cbd[0-9a-f]{48}"}$/,
    );
    const table = await get("/render-table");
    expect(table.body.match(/<td>\d,\d<\/td>/g)).toHaveLength(24);
  });

  test.each([
    ["/hash-sort?loopCount=0", 400],
    ["/hash-sort?loopCount=1&loopCount=1", 400],
    ["/lookup?seed=x", 400],
    ["/report?mb=1025", 400],
    ["/upstream?ms=-1", 503],
    ["/render-name", 400],
    ["/items/0", 400],
    ["/items/%zz", 400],
    ["/items/1", 503],
    ["/items", 503],
    ["/nowhere", 404],
    ["/hello/there", 404],
    ["/", 404],
  ])("GET %s is answered %i with an error", async (path, status) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ status, type: expect.stringContaining("application/json") });
    expect(JSON.parse(answer.body)).toMatchObject({ error: expect.stringMatching(/./) });
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"])("%s /hello is not found", async (method) => {
    expect((await fetch(`${stack.url}/hello`, { method })).status).toBe(404);
  });

  test.each([
    ["malformed JSON", '{"name":', 400],
    ["nothing", "", 400],
    ["a JSON string", '"nail"', 400],
    ["JSON for the prototype", '{"__proto__":{"name":"x"},"quantity":1}', 400],
    ["70 kB", JSON.stringify({ name: "x".repeat(70_000), quantity: 1 }), 413],
    ["a good item, without a database", '{"name":"nail","quantity":1}', 503],
  ])("POST /items of %s", async (_, body, status) => {
    const error = { error: expect.stringMatching(/./) };
    expect(await send("POST", "/items", body)).toEqual({ status, body: error });
    expect(await send("PUT", "/items/1", body)).toEqual({ status, body: error });
  });

  test("a request in pieces, and two at once, on one connection", async () => {
    const { hostname, port } = new URL(stack.url);
    const socket = connect(Number(port), hostname).setNoDelay();
    let received = "";
    socket.setEncoding("utf8").on("data", (text: string) => (received += text));
    for (const piece of ["GET /he", "llo HTTP/1.1\r\nHo", "st: x\r\n", "\r\n"]) {
      socket.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const request = "GET /hello HTTP/1.1\r\nHost: x\r\n";
    socket.write(`${request}\r\n${request}Connection: close\r\n\r\n`);
    await once(socket, "close");
    expect(received.match(/HTTP\/1.1 200 /g)).toHaveLength(3);
    expect(received.match(/Hello, world!/g)).toHaveLength(3);
  });
});
