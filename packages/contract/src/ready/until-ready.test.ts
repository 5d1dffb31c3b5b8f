import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { caseServer, responseCases } from "@stackbench/http1/testing";
import { freePort, listeningSockets } from "@stackbench/host";
import type { Lookout } from "./stray-watch.ts";
import type { Place } from "./strays.ts";
import type { ReadyQuestion } from "./until-ready.ts";
import { untilReady } from "./until-ready.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Answers with these statuses in turn, and nothing after the last. */
async function serve(...statuses: number[]): Promise<number> {
  const left = [...statuses];
  return await serveBy((_, response) => {
    const status = left.shift();
    if (status !== undefined) response.writeHead(status).end();
  });
}

async function serveBy(listener: RequestListener, port = 0): Promise<number> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(port, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const wait = (port: number, timeoutMs: number, more: Partial<ReadyQuestion> = {}) =>
  untilReady({ host: "127.0.0.1", port, deadline: performance.now() + timeoutMs, ...more });

test("asks again until the answer is 200", async () => {
  expect(await wait(await serve(503, 404, 200), 10_000)).toMatchObject({ state: "ready" });
});

test("what was seen last is told", async () => {
  const seen = { state: "unready", seen: "status 503" };
  expect(await wait(await serve(404, 503, 503), 0)).toMatchObject({ seen: "status 404" });
  expect(await wait(await serve(503, ...Array(1000).fill(503)), 300)).toEqual(seen);
  expect(await wait(await serve(), 300)).toMatchObject({
    seen: expect.stringMatching(/^no answer/),
  });
});

test("asks again until somebody listens", async () => {
  const port = await freePort();
  let looks = 0;
  const ended = (): boolean => {
    // As an app does that computes before it listens.
    if (++looks === 5) void serveBy((_, response) => response.end(), port);
    return false;
  };
  expect(await wait(port, 600_000, { ended })).toMatchObject({ state: "ready" });
  expect(looks).toBeGreaterThanOrEqual(5);
});

test("waits no longer than the process lives, nor than whoever waits", async () => {
  expect(await wait(await serve(503), 10_000, { ended: () => true })).toEqual({ state: "ended" });
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(wait(await serve(503), 10_000, { signal })).rejects.toThrow("enough");
});

const odd = responseCases.filter(({ judged }) => judged.kind === "answer" && judged.status === 200);
for (const answer of odd.filter(({ method }) => method === undefined)) {
  test(`RFC ${answer.section}: ${answer.name} is an answer`, async () => {
    await using cases = await caseServer({ healthz: answer });
    expect(await wait(cases.port, 10_000)).toMatchObject({ state: "ready" });
  });
}

test("what is no answer is told as that", async () => {
  const healthz = responseCases.find(({ name }) => name === "another protocol")!;
  await using cases = await caseServer({ healthz });
  expect(await wait(cases.port, 300)).toEqual({
    state: "unready",
    seen: `no HTTP answer: expected "HTTP/1.x", got "SSH-2.0-OpenSSH_9.2p1\\r\\n"`,
  });
});

describe.runIf(process.platform === "linux")("an app that listens elsewhere", () => {
  /** Where only the server of `serve` listens; nobody listens on the port of discard. */
  const lookoutFor = (port: number, place: Place): Lookout => ({
    places: [place],
    look: () => ({ tcp: listeningSockets().filter((socket) => socket.port === port), unix: [] }),
  });

  test("is told long before the deadline where it answers there", async () => {
    const port = await serve(...Array<number>(1000).fill(200));
    const lookout = lookoutFor(port, { port: 9 });
    expect(await wait(9, 600_000, { lookout })).toEqual({
      state: "unready",
      seen: "connection refused",
      stray: `listens on ${port}, not on $PORT (9)`,
    });
  });

  test("is asked again there while it still computes, and told once it answers", async () => {
    let asked = 0;
    const port = await serveBy((_, response) => {
      // Who computes takes connections, and leaves them without an answer.
      if (++asked > 3) response.end();
    });
    const lookout = lookoutFor(port, { port: 9 });
    expect(await wait(9, 600_000, { lookout })).toMatchObject({
      stray: `listens on ${port}, not on $PORT (9)`,
    });
    expect(asked).toBeGreaterThan(3);
  });

  test("is ready where it listens elsewhere first, and then where it should", async () => {
    const place = await freePort();
    const port = await serve(...Array<number>(1000).fill(404));
    const first = server!;
    onTestFinished(() => {
      first.closeAllConnections();
      first.close();
    });
    let looks = 0;
    first.on("request", () => {
      if (++looks === 3) void serveBy((_, response) => response.end(), place);
    });
    const lookout = lookoutFor(port, { port: place });
    expect(await wait(place, 600_000, { lookout })).toMatchObject({ state: "ready" });
  });

  test("is given its time where it does not: that port may be another's", async () => {
    const port = await serve(...Array<number>(1000).fill(404));
    let looks = 0;
    server!.on("request", () => looks++);
    const lookout = lookoutFor(port, { port: 9 });
    // Twice as many as are enough where it answers.
    const ended = () => looks === 12;
    expect(await wait(9, 600_000, { lookout, ended })).toEqual({ state: "ended" });
    expect(await wait(9, 500, { lookout })).toMatchObject({
      stray: `listens on ${port}, not on $PORT (9)`,
    });
  });

  const metrics: RequestListener = (_, response) =>
    response.setHeader("Content-Type", "text/plain; version=0.0.4").end("up 1\n");
  const unnamed: RequestListener = (_, response) =>
    response.end("# HELP up Whether it is.\nup 1\n");
  const health: RequestListener = ({ url }, response) =>
    response.writeHead(url === "/healthz" ? 204 : 404).end();

  test.each([
    ["for metrics", metrics],
    ["for metrics that says so in its text alone", unnamed],
    ["for health", health],
  ])("is given its time where that is a port %s, whatever it is asked", async (_, listener) => {
    const port = await serveBy(listener);
    let asked = 0;
    server!.on("request", ({ url }) => {
      if (url === "/") asked++;
    });
    const lookout = { ...lookoutFor(port, { port: 9 }), path: "/" };
    // Twice as often as is enough where an app answers.
    const ended = () => asked >= 12;
    expect(await wait(9, 600_000, { lookout, ended, path: "/" })).toEqual({ state: "ended" });
  });

  test("is told where it has nothing at the path, as an app may", async () => {
    const port = await serve(...Array<number>(1000).fill(404));
    const lookout = { ...lookoutFor(port, { port: 9 }), path: "/" };
    const waited = await wait(9, 600_000, { lookout, path: "/" });
    expect(waited).toMatchObject({ stray: `listens on ${port}, not on $PORT (9)` });
  });
});
