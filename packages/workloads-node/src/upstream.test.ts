import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { connectUpstream, type Upstream } from "./upstream.ts";

const open: (Server | Upstream)[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function upstreamAnswering(listener: RequestListener) {
  const server = createServer(listener);
  const seen = { connections: 0, paths: [] as string[] };
  server.on("connection", () => seen.connections++);
  server.on("request", (request) => seen.paths.push(request.url ?? ""));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const upstream = connectUpstream(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  open.push(upstream, server);
  return { upstream, server, seen };
}

const waited: RequestListener = (request, response) => {
  const ms = Number(new URL(request.url!, "http://upstream").searchParams.get("ms"));
  setTimeout(() => response.end(`{"waitedMs":${ms}}`), ms);
};

test("tells how long the upstream waited, and keeps its connection", async () => {
  const { upstream, seen } = await upstreamAnswering(waited);
  expect(await upstream.answer({ ms: "7" })).toMatchObject({ status: 200, body: { waitedMs: 7 } });
  expect(await upstream.answer({})).toMatchObject({ body: { waitedMs: 50 } });
  expect(seen).toEqual({ connections: 1, paths: ["/wait?ms=7", "/wait?ms=50"] });
});

test("300 calls wait at the same time, and the connections serve the next 300", async () => {
  const { upstream, seen } = await upstreamAnswering(waited);
  const calls = () => Promise.all(Array.from({ length: 300 }, () => upstream.answer({ ms: "50" })));
  await calls();
  expect(seen.connections).toBe(300);
  await calls();
  expect(seen.connections).toBe(300);
});

test("a kept connection that the upstream has dropped is replaced", async () => {
  let drop = false;
  const { upstream, seen } = await upstreamAnswering((request, response) => {
    if (drop) request.socket.resetAndDestroy();
    else waited(request, response);
    drop = false;
  });
  await upstream.answer({ ms: "0" });
  drop = true;
  expect(await upstream.answer({ ms: "1" })).toMatchObject({ body: { waitedMs: 1 } });
  expect(seen.connections).toBe(2);
});

test.each([
  ["another status", (_: unknown, response) => response.writeHead(500).end("oh")],
  ["another body", (_: unknown, response) => response.end("{}")],
  ["no answer at all", (request) => request.socket.destroy()],
] satisfies [string, RequestListener][])("%s is a bad gateway", async (_, listener) => {
  const { upstream } = await upstreamAnswering(listener);
  await expect(upstream.answer({})).rejects.toMatchObject({ statusCode: 502 });
});

test("without UPSTREAM_URL it is unavailable, and a bad ms is refused before anything is called", async () => {
  await expect(connectUpstream(undefined).answer({})).rejects.toMatchObject({ statusCode: 503 });
  const { upstream, seen } = await upstreamAnswering(waited);
  await expect(upstream.answer({ ms: "10001" })).rejects.toMatchObject({ statusCode: 400 });
  expect(seen.paths).toEqual([]);
});
