import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { caseServer, responseCases } from "@stackbench/http1/testing";
import { awaitReady } from "./readiness.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Answers with these statuses in turn, and nothing after the last. */
async function serve(...statuses: number[]): Promise<number> {
  const left = [...statuses];
  server = createServer((_, response) => {
    const status = left.shift();
    if (status !== undefined) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const wait = (port: number, timeoutMs: number) =>
  awaitReady({
    port,
    path: "/healthz",
    timeoutMs,
    ended: () => undefined,
    signal: new AbortController().signal,
  });

test("asks again until the answer is 200", async () => {
  expect(await wait(await serve(503, 404, 200), 10_000)).toEqual({ state: "ready" });
});

test("an attempt that the deadline cuts short does not hide what was seen before", async () => {
  expect(await wait(await serve(404, 503), 500)).toEqual({ state: "late", seen: "status 503" });
});

test("silence is told, whether the deadline cut it short or not", async () => {
  expect(await wait(await serve(), 300)).toEqual({ state: "late", seen: "no answer" });
  expect(await wait(await serve(503), 2500)).toEqual({ state: "late", seen: "no answer" });
});

const odd = responseCases.filter(({ judged }) => judged.kind === "answer" && judged.status === 200);
for (const healthz of odd.filter(({ method }) => method === undefined)) {
  test(`RFC ${healthz.section}: ${healthz.name} is an answer`, async () => {
    await using cases = await caseServer({ healthz });
    expect(await wait(cases.port, 10_000)).toEqual({ state: "ready" });
  });
}

test("what is no answer is told as that", async () => {
  const healthz = responseCases.find(({ name }) => name === "another protocol")!;
  await using cases = await caseServer({ healthz });
  expect(await wait(cases.port, 300)).toEqual({
    state: "late",
    seen: `no HTTP answer: expected "HTTP/1.x", got "SSH-2.0-OpenSSH_9.2p1\\r\\n"`,
  });
});
