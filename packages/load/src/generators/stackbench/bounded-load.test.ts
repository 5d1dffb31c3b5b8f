import { setTimeout as sleepMs } from "node:timers/promises";
import { loadResultSchema, type ClosedLoad } from "@stackbench/model";
import { expect, test } from "vitest";
import { createGenerator, generatorIds } from "../../generators.ts";
import { answerHello, helloServer } from "../../testing/hello-server.ts";
import { loadSpec } from "../../testing/load-spec.ts";
import { localLauncher } from "../../testing/local-launcher.ts";
import { failed, measureWhole } from "../../testing/measure.ts";
import { rawHello, rawServer } from "../../testing/raw-server.ts";

type Spec = Parameters<typeof loadSpec>[0] & { windowRequests: number };

async function measureBounded(spec: Spec, times: Parameters<typeof measureWhole>[2] = {}) {
  const { load, acknowledged } = await measureWhole("stackbench", loadSpec(spec), {
    seconds: 20,
    ...times,
  });
  if (load.kind !== "closed") throw new Error(`expected a closed loop, got ${load.kind}`);
  expect(loadResultSchema.parse(load)).toEqual(load);
  return { load, acknowledged };
}

test.each([
  ["one thread", {}],
  ["three threads", { threads: 3 }],
  ["a new connection for each", { keepAlive: false }],
  ["as many connections as requests", { connections: 203 }],
])("so many are sent and answered, not one more: %s", async (_, change) => {
  await using server = await helloServer();
  const spec = { port: server.port, windowRequests: 203, ...change };
  const { load, acknowledged } = await measureBounded(spec);
  expect(server.asked()).toBe(203);
  expect(acknowledged.succeeded).toBe(203);
  expect(load).toMatchObject({
    requestsWanted: 203,
    sent: 203,
    succeeded: 203,
    unfinished: 0,
    errors: {},
    carriedSeconds: 0,
    serviceTime: { count: 203 },
    warmUp: { seconds: 0 },
  });
  expect(load.series.succeeded.reduce((sum, each) => sum + each, 0)).toBe(203);
  expect(load.series.succeeded).toHaveLength(Math.ceil(load.seconds * 10));
  expectLittle(load);
});

test("what the warm-up sent is no part of it, and the next window asks for as many again", async () => {
  await using server = await helloServer();
  const spec = loadSpec({ port: server.port, windowRequests: 50 });
  await using session = await createGenerator("stackbench").open(localLauncher(), spec);
  const signal = AbortSignal.timeout(30_000);
  await session.warmUp({ seconds: 0.2, atMostSeconds: 0.2 }, signal);
  for (let window = 0; window < 2; window++) {
    let before = 0;
    const { load, acknowledged } = await session.measure(
      20,
      {
        beforeLoad: async () => void (before = server.asked()),
        onStart: () => Promise.resolve(),
        onEnd: () => Promise.resolve(),
        onProgress: () => {},
      },
      signal,
    );
    expect(server.asked() - before).toBe(50);
    expect(before).toBeGreaterThan(50);
    expect(load.succeeded).toBe(50);
    expect(acknowledged).toMatchObject({ succeeded: 50, unknown: 0 });
  }
  expect(server.connections()).toBe(4);
});

test("progress tells how many were answered", async () => {
  await using server = await helloServer((request, response) => {
    setTimeout(() => answerHello(request, response), 50);
  });
  const told: number[] = [];
  await measureBounded(
    { port: server.port, windowRequests: 40 },
    { hooks: { onProgress: (_rate, answered) => told.push(answered!) } },
  );
  expect(told.length).toBeGreaterThan(1);
  expect(told.at(-1)).toBe(40);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
});

test("a server that dies half way: each request is answered or lost, and the window ends", async () => {
  await using server = await rawServer((socket, n) => {
    if (n < 100) socket.write(rawHello);
    else socket.destroy();
  });
  const { load } = await measureBounded({
    port: server.port,
    windowRequests: 200,
    timeoutMs: 1000,
  });
  expect(load.succeeded).toBe(100);
  expect(load.succeeded + failed(load) + load.unfinished).toBe(200);
});

test("one that no longer listens: what found no connection is counted as lost", async () => {
  await using server = await helloServer((request, response) => {
    answerHello(request, response);
    if (server.asked() === 30) void server[Symbol.asyncDispose]();
  });
  const { load } = await measureBounded({ port: server.port, windowRequests: 60 });
  expect(load.succeeded).toBeGreaterThanOrEqual(27);
  expect(load.errors.connect).toBeGreaterThan(0);
  expect(load.succeeded + failed(load)).toBe(60);
});

test("one that falls silent: requests time out, and the window stops at its limit", async () => {
  await using server = await rawServer((socket, n) => {
    if (n < 20) socket.write(rawHello);
  });
  const spec = { port: server.port, windowRequests: 100, timeoutMs: 300 };
  const { load } = await measureBounded(spec, { seconds: 1 });
  expect(load.succeeded).toBe(20);
  const ended = load.succeeded + failed(load) + load.unfinished;
  expect(ended).toBeGreaterThan(20);
  expect(ended).toBeLessThan(100);
});

test("the slowest straggler counts, as it does for ab", async () => {
  await using server = await helloServer((request, response) => {
    const isStraggler = server.asked() === 10;
    void sleepMs(isStraggler ? 500 : 0).then(() => answerHello(request, response));
  });
  const { load } = await measureBounded({ port: server.port, windowRequests: 50 });
  expect(load.succeeded).toBe(50);
  // It takes as long as its longest request, whatever the others did meanwhile.
  const { max, tickNanoseconds } = load.serviceTime;
  expect(load.seconds * 1e9).toBeGreaterThanOrEqual(max * tickNanoseconds * 0.99);
});

test("refused where it cannot be", () => {
  const refused = (id: (typeof generatorIds)[number], spec: Parameters<typeof loadSpec>[0]) =>
    createGenerator(id).refuses(loadSpec({ windowRequests: 3, connections: 2, ...spec }));
  for (const id of generatorIds.filter((each) => each !== "stackbench")) {
    expect(refused(id, {})).toContain("by time only");
  }
  expect(refused("stackbench", {})).toBeUndefined();
  expect(refused("stackbench", { connections: 4 })).toContain("fewer than 4 connections");
});

/** Service times add up to the requests in flight, for all of them lie between the edges. */
function expectLittle({ serviceTime, inFlightSeconds }: ClosedLoad): void {
  const busySeconds = (serviceTime.sum * serviceTime.tickNanoseconds) / 1e9;
  expect(busySeconds / inFlightSeconds).toBeCloseTo(1, 2);
}
