import type { Socket } from "node:net";
import { expect, test } from "vitest";
import type { LoadErrorKind } from "@stackbench/model";
import { loadSpec } from "./testing/load-spec.ts";
import { failed, measure, measureWhole } from "./testing/measure.ts";
import { rawHello, rawServer } from "./testing/raw-server.ts";

/** What a server can do wrong to a request, and the kind of error that it is. */
const faults: [
  name: string,
  kind: LoadErrorKind,
  fault: (socket: Socket) => void,
  keptKind?: LoadErrorKind,
][] = [
  ["resets the connection", "reset", (socket) => void socket.resetAndDestroy(), "closed-between"],
  ["closes without an answer", "closed", (socket) => void socket.end(), "closed-between"],
  [
    "resets within an answer",
    "reset",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello");
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
  ],
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
  for (const [name, onNew, fault, onKept = onNew] of faults) {
    const kind = keepAlive ? onKept : onNew;
    test(`a server that now and then ${name} makes errors of kind ${kind} (keep-alive ${keepAlive})`, async () => {
      let wronged = 0;
      const answered = new WeakSet<Socket>();
      await using server = await rawServer((socket, n) => {
        // Never the first on its connection, if that is kept.
        if (n % 4 === 3 && n < 40 && (!keepAlive || answered.has(socket))) {
          wronged++;
          fault(socket);
          return;
        }
        answered.add(socket);
        if (keepAlive) socket.write(rawHello);
        else socket.end(rawHello);
      });
      const timeoutMs = kind === "timeout" ? 150 : 5000;
      const spec = loadSpec({ port: server.port, connections: 2, timeoutMs, keepAlive });
      const { load, acknowledged } = await measureWhole("stackbench", spec, { seconds: 0.6 });
      // All that went wrong is known of the whole load; the window's part of it is of one kind.
      expect(wronged).toBeGreaterThan(0);
      expect(acknowledged.unknown).toBe(wronged);
      expect(Object.keys(load.errors).every((each) => each === kind)).toBe(true);
      expect(load.serviceTime!.count + failed(load) + (load.unfinished ?? 0)).toBe(load.sent);
      expect(load.succeeded).toBeGreaterThan(0);
    });
  }
}

test("errors are those of requests that were sent in the window, whenever they end", async () => {
  let isFaulty = false;
  await using server = await rawServer((socket) => {
    if (isFaulty) return;
    socket.write(rawHello);
  });
  const hooks = {
    onStart: () => Promise.resolve(),
    onEnd: () => Promise.resolve(),
    onProgress: () => (isFaulty = true),
  };
  // Both connections stall within the window, and time out long behind its end.
  const spec = loadSpec({ port: server.port, connections: 2, timeoutMs: 700 });
  const { load } = await measureWhole("stackbench", spec, { seconds: 0.5, hooks });
  expect((load.errors.timeout ?? 0) + load.unfinished!).toBe(2);
  expect(load.unansweredConnections).toBe(0);
});

test("connections that never get an answer are counted", async () => {
  const served = new WeakSet<Socket>();
  let first: Socket | undefined;
  await using server = await rawServer((socket) => {
    first ??= socket;
    if (socket === first) socket.write(rawHello);
    served.add(socket);
  });
  // Waiting for the time-out, before the window or behind it, would outlast this test.
  const spec = loadSpec({ port: server.port, connections: 5, timeoutMs: 300_000 });
  const times = { warmUpSeconds: 0.1, atMostSeconds: 300 };
  const { load } = await measureWhole("stackbench", spec, times);
  expect(load).toMatchObject({ unansweredConnections: 4, unfinished: 0, errors: {} });
  expect(load.succeeded).toBeGreaterThan(0);
});

test("a connection that the server closes is made anew at once", async () => {
  await using server = await rawServer((socket, n) => {
    if (n % 20 === 19) socket.end(rawHello);
    else socket.write(rawHello);
  });
  const spec = loadSpec({ port: server.port, connections: 4 });
  const load = await measure("stackbench", spec, { seconds: 0.6 });
  expect(Object.keys(load.errors)).toEqual(["closed-between"]);
  expect(load.inFlightSeconds! / load.seconds).toBeGreaterThan(3);
});

test("whole bodies are looked at: each connection's first and last, and equal ones counted once", async () => {
  let n = 0;
  await using server = await rawServer((socket) => {
    socket.write(n++ % 2 === 0 ? rawHello : rawHello.replace("world", "w0rld"));
  });
  const spec = loadSpec({ port: server.port, connections: 3 });
  const { answers, load } = await measureWhole("stackbench", spec, { warmUpSeconds: 0.1 });
  expect(load.errors).toEqual({});
  expect(new Set(answers.map(({ body }) => body))).toEqual(
    new Set(["Hello, world!", "Hello, w0rld!"]),
  );
  const looked = answers.reduce((sum, { count }) => sum + count, 0);
  expect(looked).toBeGreaterThan(load.succeeded / 128);
  expect(looked).toBeLessThan(load.succeeded / 32 + 20);
});

test("a server that says it closes after every answer makes no errors", async () => {
  await using server = await rawServer((socket) => {
    socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 13\r\n\r\nHello, world!");
  });
  const result = await measure("stackbench", loadSpec({ port: server.port }));
  expect(result.errors).toEqual({});
  expect(result.succeeded).toBeGreaterThan(1);
  expect(Math.abs(result.connectTime!.count - result.succeeded)).toBeLessThanOrEqual(4);
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
  let isToStall = false;
  await using server = await rawServer((socket) => {
    if (isToStall) isToStall = false;
    else socket.write(rawHello);
  });
  const spec = loadSpec({ port: server.port, connections: 3, timeoutMs: 1500 });
  let isToStallOnce = true;
  const hooks = {
    onProgress: () => {
      isToStall = isToStallOnce;
      isToStallOnce = false;
    },
  };
  const result = await measure("stackbench", spec, { seconds: 0.7, hooks });
  expect(result).toMatchObject({ unfinished: 1, errors: {} });
  expect(result.sent).toBe(result.serviceTime!.count + 1);
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

test("a server that is slow with its first answers is waited for", async () => {
  await using server = await rawServer((socket) => {
    setTimeout(() => socket.write(rawHello), 1500);
  });
  const spec = loadSpec({ port: server.port, connections: 4, timeoutMs: 5000 });
  const load = await measure("stackbench", spec, { seconds: 2 });
  expect(load).toMatchObject({ unansweredConnections: 0, unfinished: 0, errors: {} });
  expect(load.serviceTime!.count).toBe(load.sent);
});
