import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, startStack } from "./testing/stack-process.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-serve-"));
});
afterAll(() => rm(directory, { recursive: true }));

function workersOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return children.split(" ").filter(Boolean).map(Number);
}

interface Shape {
  command: string[];
  environment: Record<string, string>;
}

/** A shape as it is written. */
async function shapeOf(name: string): Promise<Shape> {
  const file = new URL("../../shapes/interfaces/node.json", import.meta.url);
  const { shapes } = JSON.parse(await readFile(file, "utf8")) as { shapes: Record<string, Shape> };
  return shapes[name]!;
}

/** Asks over a unix socket; undefined while nobody listens. */
async function statusOver(socketPath: string): Promise<number | undefined> {
  const request = get({ socketPath, path: "/hello", agent: false });
  return once(request, "response").then(
    ([response]) => (response.resume(), response.statusCode as number),
    () => undefined,
  );
}

async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("SIGTERM ends it with status 0 although a client keeps its connection", async () => {
  await using stack = await startStack("node-http");
  const { hostname, port } = new URL(stack.url);
  const socket = connect(Number(port), hostname);
  socket.write("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(socket, "data");
  const closed = once(socket, "close");
  expect(await stack.stop()).toEqual({ code: 0, signal: null, stderr: "" });
  await closed;
});

/** Writes to it in packets of their own, and resolves with what comes back first. */
async function firstAnswer(url: string, packets: readonly string[]): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true);
  for (const packet of packets) {
    socket.write(packet);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return answer;
}

test("without TLS it speaks HTTP/2 and HTTP/1.1 on one port, however a connection begins", async () => {
  await using stack = await startStack("node-http", { HTTP2: "h2c" });
  const session = connectHttp2(stack.url);
  const stream = session.request({ ":path": "/hello" });
  let body = "";
  for await (const part of stream.setEncoding("utf8") as AsyncIterable<string>) body += part;
  expect(body).toBe("Hello, world!");
  const { hostname, port } = new URL(stack.url);
  const silent = connect(Number(port), hostname);
  await once(silent, "connect");
  const head = " / HTTP/1.1\r\nHost: x\r\n\r\n";
  // POST, PRI and PROPFIND begin alike.
  for (const packets of [[`GET${head}`], ["P", `OST${head}`], ["PR", `OPFIND${head}`]]) {
    expect((await firstAnswer(stack.url, packets)).toString()).toMatch(/^HTTP\/1\.1 404 /);
  }
  const settings = "\0\0\0\u0004\0\0\0\0\0";
  const answer = await firstAnswer(stack.url, ["P", "RI * HTTP/2.0\r\n\r\nSM\r\n\r\n", settings]);
  expect(answer[3]).toBe(4);
  // An open session and a connection that has said nothing hold it up no longer than a request under way would.
  expect(await stack.stop()).toEqual({ code: 0, signal: null, stderr: "" });
  session.destroy();
  silent.destroy();
});

test("a request under way is answered before the server ends", async () => {
  const slow = createServer((socket) => {
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"waitedMs":50}';
    socket.on("error", () => {}).on("data", () => setTimeout(() => socket.end(answer), 300));
  }).listen(0, "127.0.0.1");
  await once(slow, "listening");
  const UPSTREAM_URL = `http://127.0.0.1:${(slow.address() as { port: number }).port}`;
  const called = once(slow, "connection");
  await using stack = await startStack("node-http", { UPSTREAM_URL });
  const answer = fetch(`${stack.url}/upstream`).then((response) => response.json());
  await called;
  const ending = await stack.stop();
  expect(await answer).toEqual({ waitedMs: 50 });
  expect(ending.code).toBe(0);
  slow.close();
});

test("a cluster has its workers, serves, and ends with status 0", async () => {
  await using stack = await startStack("node-http", { WORKERS: "3" });
  expect(workersOf(stack.pid)).toHaveLength(3);
  expect(await (await fetch(`${stack.url}/hello`)).text()).toBe("Hello, world!");
  expect(await stack.stop()).toEqual({ code: 0, signal: null, stderr: "" });
});

/** Sockets that listen on a port of this machine, by the kernel's table. */
function listenersOn(port: string): number {
  const [, ...lines] = readFileSync("/proc/net/tcp", "utf8").trimEnd().split("\n");
  const hex = Number(port).toString(16).toUpperCase().padStart(4, "0");
  const listening = "0A";
  return lines.filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return local!.endsWith(`:${hex}`) && state === listening;
  }).length;
}

test("workers that share a port listen on it themselves, and end with status 0", async () => {
  const { environment } = await shapeOf("reuse-port");
  await using stack = await startStack("node-http", { ...environment, WORKERS: "3" });
  await until(async () => listenersOn(new URL(stack.url).port) === 3 || undefined);
  expect(workersOf(stack.pid)).toHaveLength(3);
  expect(await (await fetch(`${stack.url}/hello`)).text()).toBe("Hello, world!");
  expect(await stack.stop()).toEqual({ code: 0, signal: null, stderr: "" });
});

test("workers that share a port do not outlive the process that started them", async () => {
  const variables = { REUSE_PORT: "1", WORKERS: "2" };
  await using stack = await startStack("node-http", variables);
  const { port } = new URL(stack.url);
  await until(async () => listenersOn(port) === 2 || undefined);
  process.kill(stack.pid, "SIGKILL");
  await until(async () => listenersOn(port) === 0 || undefined);
});

test("one of the workers of a process manager starts none itself", async () => {
  await using stack = await startStack("node-http", { WORKERS: "3", NODE_APP_INSTANCE: "2" });
  expect(workersOf(stack.pid)).toEqual([]);
  expect(await (await fetch(`${stack.url}/hello`)).text()).toBe("Hello, world!");
});

test("under pm2 it has its workers, serves, and ends with status 0", async () => {
  const { command, environment } = await shapeOf("pm2");
  const variables = { ...environment, WORKERS: "2", PM2_HOME: join(directory, "pm2") };
  await using stack = await startStack("express", variables, command);
  expect(workersOf(stack.pid)).toHaveLength(2);
  expect(await (await fetch(`${stack.url}/hello`)).text()).toBe("Hello, world!");
  const { code, signal } = await stack.stop();
  expect({ code, signal }).toEqual({ code: 0, signal: null });
});

test("a cluster that loses a worker ends with status 1 and says so", async () => {
  await using stack = await startStack("node-http", { WORKERS: "2" });
  process.kill(workersOf(stack.pid)[0]!, "SIGKILL");
  const { code, stderr } = await stack.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^worker \d of 2 ended by itself: SIGKILL$/m);
});

test.each(["1", "2"])("listens on a unix socket with %s workers, open to all", async (WORKERS) => {
  const SOCKET_PATH = join(directory, `app-${WORKERS}.sock`);
  await using stack = await startStack("node-http", { WORKERS, SOCKET_PATH });
  expect(await until(() => statusOver(SOCKET_PATH))).toBe(200);
  expect((statSync(SOCKET_PATH).mode & 0o777).toString(8)).toBe("666");
  expect((await stack.stop()).code).toBe(0);
});

test("takes the place of a socket that a killed server left", async () => {
  const SOCKET_PATH = join(directory, "stale.sock");
  const first = await startStack("node-http", { SOCKET_PATH });
  await until(() => statusOver(SOCKET_PATH));
  process.kill(first.pid, "SIGKILL");
  await first.ended;
  expect(statSync(SOCKET_PATH).isSocket()).toBe(true);
  await using _second = await startStack("node-http", { SOCKET_PATH });
  expect(await until(() => statusOver(SOCKET_PATH))).toBe(200);
});

test("leaves the socket of a living server alone", async () => {
  const SOCKET_PATH = join(directory, "taken.sock");
  await using _first = await startStack("node-http", { SOCKET_PATH });
  await until(() => statusOver(SOCKET_PATH));
  const second = await startStack("node-http", { SOCKET_PATH });
  expect(await second.ended).toEqual({
    code: 1,
    signal: null,
    stderr: `cannot listen on ${SOCKET_PATH}: a running server has it\n`,
  });
  expect(await statusOver(SOCKET_PATH)).toBe(200);
});

test.each(["1", "2"])("says that its port is taken, with %s workers", async (WORKERS) => {
  const port = await freePort();
  const other = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
  await once(other, "listening");
  const stack = await startStack("node-http", { WORKERS, PORT: String(port) });
  const { code, stderr } = await stack.ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`cannot listen on 127.0.0.1:${port}: `);
  expect(stderr).toContain("EADDRINUSE");
  other.close();
});

test("refuses an environment it does not understand, in one line", async () => {
  const stack = await startStack("node-http", { WORKERS: "many" });
  expect(await stack.ended).toEqual({
    code: 1,
    signal: null,
    stderr: 'WORKERS: expected an integer from 1 to 512, got "many"\n',
  });
});

test("is not healthy while its database does not answer", async () => {
  const port = await freePort();
  const DATABASE_URL = `postgres://stackbench@127.0.0.1:${port}/none`;
  // Waiting for health would take forever: the socket is asked instead.
  const SOCKET_PATH = join(directory, "unhealthy.sock");
  await using _stack = await startStack("node-http", { SOCKET_PATH, DATABASE_URL });
  await until(() => statusOver(SOCKET_PATH));
  const request = get({ socketPath: SOCKET_PATH, path: "/healthz", agent: false });
  const [response] = await once(request, "response");
  expect(response.statusCode).toBe(503);
});
