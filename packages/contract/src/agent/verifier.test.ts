import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { verifierEntry } from "../create-verifier.ts";
import { verifierProgram } from "../verifier-program.ts";
import { processLauncher } from "../testing/process-launcher.ts";

const launcher = processLauncher(verifierEntry);
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

async function ask(...commands: (object | string)[]) {
  const launched = await launcher.launch(verifierProgram);
  for (const command of commands) {
    launched.write(typeof command === "string" ? command : JSON.stringify(command));
  }
  launched.endInput();
  const replies: unknown[] = [];
  for await (const line of launched.lines) replies.push(JSON.parse(line));
  return { replies, code: (await launched.exited).code };
}

function ready(timeoutMs: number, ...ports: number[]) {
  return ask({ command: "ready", host: "127.0.0.1", ports, timeoutMs });
}

describe("verifier ready", () => {
  test("waits until /healthz answers 200", async () => {
    const port = await listen(503, 503, 503, 200);
    expect((await ready(10_000, port)).replies).toEqual([{ reply: "ready", unready: null }]);
    expect(statuses).toEqual([200]);
  });

  test("tells what it saw last when the time is over", async () => {
    const port = await listen(503);
    const unready = { port, seen: 'status 503 "starting"' };
    expect((await ready(500, port)).replies).toEqual([{ reply: "ready", unready }]);
  });

  test("waits for every port, and tells which one is not ready", async () => {
    const port = await listen(200);
    expect((await ready(10_000, port, port)).replies).toEqual([{ reply: "ready", unready: null }]);
    // Nobody listens on the port of discard.
    const unready = { port: 9, seen: "connection refused" };
    expect((await ready(500, port, 9)).replies).toEqual([{ reply: "ready", unready }]);
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
    expect(replies).toEqual([{ reply: "ready", unready: null }]);
    expect(asked).toEqual([1]);
  });

  test("tells that nobody listens", async () => {
    const port = await listen(200);
    server.close();
    await once(server, "close");
    const unready = { port, seen: "connection refused" };
    expect((await ready(500, port)).replies).toEqual([{ reply: "ready", unready }]);
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
  const hold = { command: "hold", host: "127.0.0.1", port, connections: 3 };
  const { replies, code } = await ask(hold, { ...hold, connections: 2 });
  expect(replies).toEqual([
    { reply: "held", connections: 3 },
    { reply: "held", connections: 2 },
  ]);
  expect(mostOpen).toBe(5);
  expect(code).toBe(0);
  server.close();
  await once(server, "close");
  const refused = { reply: "held", connections: 0 };
  expect((await ask(hold)).replies).toEqual([refused]);
});

test("the verifier answers nonsense with a failure and goes on until its input ends", async () => {
  const { replies, code } = await ask("{", { command: "dance" }, { command: "snapshot" });
  expect(replies).toEqual([
    { reply: "failure", message: expect.stringContaining("JSON") },
    { reply: "failure", message: expect.stringContaining("command") },
    { reply: "failure", message: expect.stringContaining("databaseUrl") },
  ]);
  expect(code).toBe(0);
});
