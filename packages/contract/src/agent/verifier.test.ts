import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { launcherOf } from "@stackbench/lines/testing";
import { afterEach, describe, expect, test } from "vitest";
import { verifierEntry } from "../create-verifier.ts";
import { verifierProgram } from "./protocol.ts";

const launcher = launcherOf(() => verifierEntry);
let statuses: number[] = [];
const server = createServer((_, response) => {
  response.statusCode = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
  response.end("starting");
});
afterEach(() => void server.close());

async function listen(...answers: number[]): Promise<number> {
  statuses = answers;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Asked {
  command: string;
  given: unknown;
}

async function ask(...commands: (Asked | string)[]) {
  const launched = await launcher.launch(verifierProgram);
  for (const [id, asked] of commands.entries()) {
    launched.write(typeof asked === "string" ? asked : JSON.stringify({ id, ...asked }));
  }
  launched.endInput();
  const replies: unknown[] = [];
  for await (const line of launched.lines) replies.push(JSON.parse(line));
  return { replies, code: (await launched.exited).code };
}

function ready(timeoutMs: number, ...ports: number[]) {
  return ask({ command: "ready", given: { host: "127.0.0.1", ports, timeoutMs } });
}

const learn = (port: number) => ({
  command: "learn",
  given: {
    host: "127.0.0.1",
    port,
    requests: [
      { name: "x", request: { method: "GET", path: "/x", headers: {}, body: "", wanted: {} } },
    ],
    anyLength: false,
    keepAlive: true,
    redirects: "refuse",
  },
});

test("learns a request, and tells why it cannot", async () => {
  const port = await listen(200);
  const { replies } = await ask(learn(port));
  const expected = { status: 200, bodyBytes: 8, body: "starting" };
  const request = { method: "GET", path: "/x", headers: {}, body: "", expect: expected };
  expect(replies).toEqual([{ id: 0, reply: [{ request, closing: { kind: "keeps" } }] }]);
  statuses = [500];
  expect((await ask(learn(port))).replies).toEqual([
    { id: 0, failure: expect.stringMatching(/expected a status from 200 to 299, got 500/) },
  ]);
});

describe("verifier ready", () => {
  test("waits until /healthz answers 200", async () => {
    const port = await listen(503, 503, 503, 200);
    expect((await ready(10_000, port)).replies).toEqual([{ id: 0, reply: null }]);
    expect(statuses).toEqual([200]);
  });

  test("of an app without /healthz any answer that is no failure will do", async () => {
    const port = await listen(502, 500, 404);
    const given = { host: "127.0.0.1", ports: [port], timeoutMs: 10_000, path: "/x" };
    expect((await ask({ command: "ready", given })).replies).toEqual([{ id: 0, reply: null }]);
    expect(statuses).toEqual([404]);
  });

  test("tells what it saw last when the time is over", async () => {
    const port = await listen(503);
    const reply = { port, seen: 'status 503 "starting"' };
    expect((await ready(500, port)).replies).toEqual([{ id: 0, reply }]);
  });

  test("waits for every port, and tells which one is not ready", async () => {
    const port = await listen(200);
    expect((await ready(10_000, port, port)).replies).toEqual([{ id: 0, reply: null }]);
    // Nobody listens on the port of discard.
    const reply = { port: 9, seen: "connection refused" };
    expect((await ready(500, port, 9)).replies).toEqual([{ id: 0, reply }]);
  });

  test("asks at the first port, a proxy's, only once those behind it are ready", async () => {
    const port = await listen(503, 503, 200);
    const proxy = createServer((_, response) => {
      // What is behind it has one answer left: that it is ready.
      response.statusCode = statuses.length === 1 ? 200 : 500;
      asked.push(statuses.length);
      response.end();
    });
    const asked: number[] = [];
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const front = (proxy.address() as AddressInfo).port;
    const { replies } = await ready(10_000, front, port);
    proxy.close();
    expect(replies).toEqual([{ id: 0, reply: null }]);
    expect(asked).toEqual([1]);
  });

  test("tells that nobody listens", async () => {
    const port = await listen(200);
    server.close();
    await once(server, "close");
    const reply = { port, seen: "connection refused" };
    expect((await ready(500, port)).replies).toEqual([{ id: 0, reply }]);
  });
});

test("the verifier holds connections open and idle once they were answered, until it ends", async () => {
  const port = await listen(200);
  let open = 0;
  let mostOpen = 0;
  server.on("connection", (socket) => {
    mostOpen = Math.max(mostOpen, ++open);
    socket.on("close", () => open--);
  });
  const hold = (connections: number) => {
    return { command: "hold", given: { host: "127.0.0.1", port, connections } };
  };
  const { replies, code } = await ask(hold(3), hold(2));
  expect(replies).toEqual([
    { id: 0, reply: 3 },
    { id: 1, reply: 2 },
  ]);
  expect(mostOpen).toBe(5);
  expect(code).toBe(0);
  server.close();
  await once(server, "close");
  expect((await ask(hold(3))).replies).toEqual([{ id: 0, reply: 0 }]);
});

test("the verifier answers nonsense with a failure and goes on until its input ends", async () => {
  const { replies, code } = await ask(
    "{",
    { command: "dance", given: null },
    { command: "snapshot", given: {} },
  );
  expect(replies).toEqual([
    { id: null, failure: expect.stringContaining("JSON") },
    { id: 1, failure: expect.stringContaining("command") },
    { id: 2, failure: expect.stringContaining("databaseUrl") },
  ]);
  expect(code).toBe(0);
});
