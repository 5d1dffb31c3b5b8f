import type { Socket } from "node:net";
import { expect, test } from "vitest";
import type { LoadErrorKind } from "@stackbench/model";
import { loadSpec } from "./testing/load-spec.ts";
import { failed, measure } from "./testing/measure.ts";
import { rawHello, rawServer } from "./testing/raw-server.ts";

/** What a server can do wrong to a request, and the kind of error that it is. */
const faults: [name: string, kind: LoadErrorKind, fault: (socket: Socket) => void][] = [
  ["resets the connection", "reset", (socket) => void socket.resetAndDestroy()],
  ["closes without an answer", "closed", (socket) => void socket.end()],
  [
    "closes within an answer",
    "closed",
    (socket) => void socket.end("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello"),
  ],
  ["never answers", "timeout", () => {}],
  [
    "never ends its answer",
    "timeout",
    (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello"),
  ],
  [
    "answers with another status",
    "status",
    (socket) => void socket.write("HTTP/1.1 500 Oops\r\nContent-Length: 13\r\n\r\nHello, world!"),
  ],
  [
    "answers with another length",
    "length",
    (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"),
  ],
  ["does not speak HTTP", "protocol", (socket) => void socket.write("220 mail ready, go on\r\n")],
  ["answers twice", "protocol", (socket) => void socket.write(rawHello + rawHello)],
];

for (const keepAlive of [true, false]) {
  for (const [name, kind, fault] of faults) {
    test(`a server that now and then ${name} makes errors of kind ${kind} (keep-alive ${keepAlive})`, async () => {
      let wronged = 0;
      await using server = await rawServer((socket, n) => {
        if (n % 4 === 3 && n < 40) {
          wronged++;
          fault(socket);
        } else if (keepAlive) socket.write(rawHello);
        else socket.end(rawHello);
      });
      const spec = loadSpec({ port: server.port, connections: 2, timeoutMs: 150, keepAlive });
      const result = await measure("stackbench", spec, { seconds: 0.6 });
      // What stalls at the very end is not a timeout but unfinished.
      const late = result.unfinished ?? 0;
      expect(wronged).toBeGreaterThan(0);
      expect(result.errors).toEqual({ [kind]: wronged - late });
      expect(result.sent).toBe(result.succeeded + failed(result) + late);
      expect(result.serviceTime?.count).toBe(result.succeeded);
      expect(result.succeeded).toBeGreaterThan(0);
    });
  }
}

test("a server that says it closes after every answer makes no errors", async () => {
  await using server = await rawServer((socket) => {
    socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 13\r\n\r\nHello, world!");
  });
  const result = await measure("stackbench", loadSpec({ port: server.port }));
  expect(result.errors).toEqual({});
  expect(result.succeeded).toBeGreaterThan(1);
  expect(result.connectTime!.count).toBeGreaterThanOrEqual(result.succeeded);
});

test("an answer that ends with its connection is one", async () => {
  await using server = await rawServer((socket) => {
    socket.end("HTTP/1.1 200 OK\r\n\r\nHello, world!");
  });
  for (const keepAlive of [true, false]) {
    const result = await measure("stackbench", loadSpec({ port: server.port, keepAlive }));
    expect(result.errors).toEqual({});
    expect(result.succeeded).toBeGreaterThan(1);
  }
});

test("what is still unanswered when the drain gives up is unfinished, and no error", async () => {
  await using server = await rawServer((socket, n) => {
    if (n > 0) socket.write(rawHello);
  });
  const spec = loadSpec({ port: server.port, connections: 3, timeoutMs: 1500 });
  const result = await measure("stackbench", spec, { seconds: 0.5 });
  expect(result).toMatchObject({ unfinished: 1, errors: {} });
  expect(result.sent).toBe(result.succeeded + 1);
});

test("a port where nobody listens is a failed window, tried again without haste", async () => {
  const server = await rawServer(() => {});
  await server[Symbol.asyncDispose]();
  for (const keepAlive of [true, false]) {
    const spec = loadSpec({ port: server.port, connections: 2, keepAlive });
    const measured = measure("stackbench", spec, { seconds: 0.5 });
    const message = await measured.then(
      () => "measured",
      (error: Error) => error.message,
    );
    const attempts = /got none in [\d.]+ s \(connect (\d+)\)$/.exec(message)?.[1];
    expect(Number(attempts), message).toBeGreaterThanOrEqual(2);
    expect(Number(attempts)).toBeLessThan(50);
    await expect(measured).rejects.toMatchObject({ failure: { stage: "window" } });
  }
});
