import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { UsageError } from "@stackbench/model";
import { learnRequest, type Lesson } from "./learn-request.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function learnFrom(listener: RequestListener, changes: Partial<Lesson> = {}) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return await learnRequest({
    host: "127.0.0.1",
    port,
    path: "/x?y=1",
    anyLength: false,
    keepAlive: true,
    ...changes,
  });
}

test("learns status and length of what is stable, chunked answers too", async () => {
  let asked = 0;
  const request = await learnFrom((incoming, response) => {
    asked++;
    response.statusCode = incoming.url === "/x?y=1" ? 203 : 500;
    response.write("héllo");
    response.end("!");
  });
  expect(request).toEqual({
    method: "GET",
    path: "/x?y=1",
    headers: {},
    body: "",
    expect: { status: 203, bodyBytes: 7 },
  });
  expect(asked).toBe(20);
});

test("refuses a length that varies, unless any will do", async () => {
  let count = 98;
  const counting: RequestListener = (_, response) => response.end(`${count++}`);
  const failure = await learnFrom(counting).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UsageError);
  expect((failure as Error).message).toMatch(/2 different ones.*\(2 to 3 bytes\).*--any-length/);
  expect((await learnFrom(counting, { anyLength: true })).expect).toEqual({
    status: 200,
    bodyBytes: null,
  });
});

test.each([
  ["fails now and then", (n: number) => (n % 5 === 4 ? 500 : 200), /got 500 in 4 of 20/],
  ["is not there", () => 404, /got 404 in 20 of 20/],
  ["changes its mind", (n: number) => (n < 7 ? 200 : 204), /got 200 and 204/],
])("refuses a status that %s", async (_, statusOf, message) => {
  let asked = 0;
  const learning = learnFrom((__, response) => {
    response.statusCode = statusOf(asked++);
    response.end();
  });
  await expect(learning).rejects.toThrow(message);
});

test("refuses a server that closes every connection, unless none is to be kept", async () => {
  const closing: RequestListener = (_, response) => {
    response.setHeader("Connection", "close");
    response.end("hi");
  };
  await expect(learnFrom(closing)).rejects.toThrow(/--no-keep-alive/);
  expect((await learnFrom(closing, { keepAlive: false })).expect.bodyBytes).toBe(2);
});

test("says how far it came with a server that hangs up", async () => {
  let asked = 0;
  const learning = learnFrom((_, response) => {
    if (asked++ < 3) response.end("hi");
    else response.destroy();
  });
  await expect(learning).rejects.toThrow(/expected 20 answers, got 3, then: /);
});
