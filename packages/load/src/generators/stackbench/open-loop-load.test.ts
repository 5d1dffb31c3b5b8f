import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, test } from "vitest";
import { loadResultSchema, type HistogramData, type LoadSpec } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { createGenerator } from "../../generators.ts";
import { expectBalance } from "../../testing/expect-balance.ts";
import { answerHello, helloServer } from "../../testing/hello-server.ts";
import { helloRequest, loadSpec } from "../../testing/load-spec.ts";
import { measureOpen } from "../../testing/measure.ts";
import { rawHello, rawServer } from "../../testing/raw-server.ts";

function openSpec({
  ratePerSecond = 200,
  arrivals = "constant",
  ...rest
}: Parameters<typeof loadSpec>[0] & {
  ratePerSecond?: number;
  arrivals?: "poisson" | "constant";
}): LoadSpec {
  // Long, so that on a machine that stands still for a while nothing is given up that would be answered.
  const spec = loadSpec({ timeoutMs: 10_000, ...rest });
  const { connections } = spec.level;
  return { ...spec, level: { loop: "open", connections, ratePerSecond, arrivals } };
}

function percentileMs(data: HistogramData | undefined, percent: number): number {
  return Histogram.fromData(data!).percentile(percent) / 10_000;
}

for (const spin of [false, true]) {
  for (const keepAlive of [true, false]) {
    test(`constant arrivals are exactly the rate (spin ${spin}, keep-alive ${keepAlive})`, async () => {
      await using server = await helloServer();
      const spec = openSpec({ port: server.port, ratePerSecond: 250, spin, keepAlive });
      const { load: result, acknowledged } = await measureOpen(spec, {
        warmUpSeconds: 0.2,
      });
      // Every edge lies somewhere between two arrivals.
      const { arrivals, arrivalsInAll } = result.schedule;
      expect([99, 100, 101]).toContain(arrivals);
      expect(result.sent).toBeGreaterThan(0);
      expect(result.succeeded).toBeGreaterThan(0);
      expect(result.schedule).toMatchObject({ seconds: 0.4, unsent: 0 });
      expect([server.asked(), acknowledged.succeeded]).toEqual([arrivalsInAll, arrivalsInAll]);
      expect(result.schedule.spinning).toBe(spin);
      expect(result.busiestThreadCpuShare === undefined).toBe(spin);
      expect(result.generator).toMatchObject({ loop: "open", latencyOrigin: "intended-start" });
      expect(result.series.succeeded.reduce((sum, count) => sum + count, 0)).toBe(result.succeeded);
      expectBalance(result);
      expect(loadResultSchema.parse(result)).toEqual(result);
    });
  }
}

test("every Poisson arrival of the window is accounted for", async () => {
  await using server = await helloServer();
  const counts: number[] = [];
  for (const seed of [3, 4, 5, 6]) {
    const spec = openSpec({ port: server.port, ratePerSecond: 500, arrivals: "poisson", seed });
    const { load: result } = await measureOpen(spec);
    expectBalance(result);
    counts.push(result.schedule.arrivals);
  }
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test("the mix is exact, whichever connections take the arrivals, and threads add up", async () => {
  await using server = await helloServer();
  const requests = ["/0", "/1", "/2"].map((path) => ({ ...helloRequest, path }));
  const sequence = [0, 1, 0, 2];
  for (const threads of [1, 2]) {
    const spec = openSpec({
      port: server.port,
      ratePerSecond: 400,
      connections: 7,
      requests,
      sequence,
      threads,
    });
    const { load: result, acknowledged } = await measureOpen(spec);
    const { arrivalsInAll } = result.schedule;
    expect(result.threads).toBe(threads);
    [1 / 2, 1 / 4, 1 / 4].forEach((share, index) => {
      const off = acknowledged.byRequest![index]! - share * arrivalsInAll;
      expect(Math.abs(off)).toBeLessThanOrEqual(threads);
    });
    expectBalance(result);
  }
});

test("requests that fall due while a server freezes count from when they were due", async () => {
  let frozenUntilMs = 0;
  let asked = 0;
  await using server = await helloServer((request, response) => {
    if (asked++ === 60) frozenUntilMs = performance.now() + 400;
    const leftMs = frozenUntilMs - performance.now();
    if (leftMs > 0) setTimeout(() => answerHello(request, response), leftMs);
    else answerHello(request, response);
  });
  const spec = openSpec({ port: server.port, connections: 2, spin: true });
  const { load: result } = await measureOpen(spec, { seconds: 1 });
  expect([199, 200, 201]).toContain(result.latency.count);
  // 80 of the 200 were due in the freeze and waited, two of them on a connection.
  expect(percentileMs(result.latency, 75)).toBeGreaterThan(
    10 * percentileMs(result.serviceTime, 75),
  );
  const slow = Math.max(1, percentileMs(result.serviceTime, 100) / 2);
  expect(percentileMs(result.serviceTime, 90)).toBeLessThan(slow);
  expect(result.schedule.queueDepthMax).toBeGreaterThan(40);
  expect(result.schedule.queueDepthMean).toBeGreaterThan(1);
  expectBalance(result);
});

test("a pool that is too small shows in queue and latency, and is no lag of the generator", async () => {
  await using server = await helloServer((request, response) => {
    setTimeout(() => answerHello(request, response), 20);
  });
  // Two connections carry 100 requests a second at most: half of those that are due wait till the drain.
  const spec = openSpec({ port: server.port, connections: 2, spin: true });
  const { load: result } = await measureOpen(spec, { seconds: 1 });
  expect(result.unfinished).toBe(0);
  // What came in the drain is in the latencies, and in no rate.
  expect([199, 200, 201]).toContain(result.latency.count);
  expect(result.succeeded).toBeLessThanOrEqual(102);
  expect(result.schedule.queueDepthMax).toBeGreaterThan(80);
  expect(result.schedule.queueDepthMean).toBeGreaterThan(20);
  const latencyMs = percentileMs(result.latency, 50);
  expect(latencyMs).toBeGreaterThan(5 * percentileMs(result.serviceTime, 50));
  expect(latencyMs).toBeGreaterThan(20 * percentileMs(result.sendLag, 50));
  expectBalance(result);
});

test("what was due and is not answered when the drain gives up is unfinished, sent or not", async () => {
  await using server = await rawServer((socket, n) => {
    if (n < 50) socket.write(rawHello);
  });
  const spec = openSpec({ port: server.port, connections: 3, timeoutMs: 1500 });
  const { load: result } = await measureOpen(spec, { seconds: 0.5 });
  // Some 30 of 100 are answered; three hang until their connections are replaced, and then three more, past the drain's end.
  expect(result.errors).toEqual({});
  expect(result.unfinished).toBeGreaterThan(60);
  expect(result.schedule.unsent).toBeGreaterThanOrEqual(54);
  expectBalance(result);
});

test("wrong answers, broken connections and closing servers lose no arrival", async () => {
  await using server = await rawServer((socket, n) => {
    if (n % 10 === 3) socket.resetAndDestroy();
    else if (n % 10 === 6)
      socket.write("HTTP/1.1 500 Oops\r\nContent-Length: 13\r\n\r\nHello, world!");
    else if (n % 10 === 9) {
      socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 13\r\n\r\nHello, world!");
    } else socket.write(rawHello);
  });
  const spec = openSpec({ port: server.port, connections: 8 });
  const { load: result } = await measureOpen(spec, { seconds: 0.5 });
  expect(result.unfinished).toBe(0);
  // Ten of a hundred each, give or take those at the edges. A reset connection is asked anew, or, where that was new, lost.
  const { status, reset = 0, ...others } = result.errors;
  expect(others).toEqual({});
  expect(Math.abs(status! - 10)).toBeLessThanOrEqual(2);
  const met = (result.askedAnew?.requests ?? 0) + reset;
  expect(Math.abs(met - 10)).toBeLessThanOrEqual(2);
  expectBalance(result);
});

test("a request that meets the end of an idle connection is asked anew, and has waited since it was due", async () => {
  const asked = new WeakSet<Socket>();
  await using server = await rawServer((socket) => {
    if (asked.has(socket)) return void setTimeout(() => socket.resetAndDestroy(), 50);
    asked.add(socket);
    socket.write(rawHello);
  });
  const spec = openSpec({ port: server.port, connections: 4, ratePerSecond: 20 });
  const { load: result } = await measureOpen(spec, { seconds: 1.5 });
  expect(result).toMatchObject({ errors: {}, unfinished: 0 });
  // Of a connection's requests the second meets it, and is the first on the next: all but the first of each connection.
  expect(result.askedAnew).toMatchObject({ fewestAnswers: 1, mostAnswers: 1 });
  expect(result.askedAnew!.requests).toBeGreaterThanOrEqual(result.schedule.arrivals - 4);
  expect(percentileMs(result.latency, 50)).toBeGreaterThan(45);
  expect(percentileMs(result.serviceTime, 50)).toBeGreaterThan(45);
  expectBalance(result);
});

test("a server that answers one connection at a time is not held up by those with nothing to send", async () => {
  // As one synchronous worker: it turns to the next connection when it is done with the one before.
  const waiting: Socket[] = [];
  let isBusy = false;
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on("error", () => {});
    socket.on("data", () => {
      socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 13\r\n\r\nHello, world!");
    });
    socket.on("close", () => {
      isBusy = false;
      turnToNext();
    });
    waiting.push(socket);
    turnToNext();
  });
  function turnToNext(): void {
    const socket = isBusy ? undefined : waiting.shift();
    if (!socket) return;
    isBusy = true;
    socket.resume();
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  for (const warmUpSeconds of [0, 0.2]) {
    const { load: result } = await measureOpen(openSpec({ port, connections: 6 }), {
      warmUpSeconds,
    });
    expect(result).toMatchObject({ errors: {}, unfinished: 0 });
    expect([79, 80, 81]).toContain(result.latency.count);
  }
  server.close();
});

test("nobody listening is a failed window", async () => {
  const server = await rawServer(() => {});
  await server[Symbol.asyncDispose]();
  const spec = openSpec({ port: server.port, timeoutMs: 500 });
  await expect(measureOpen(spec)).rejects.toMatchObject({
    failure: { stage: "window" },
  });
});

test("a schedule without an arrival in the window says so", async () => {
  await using server = await helloServer();
  const spec = openSpec({ port: server.port, ratePerSecond: 0.001, arrivals: "poisson" });
  await expect(measureOpen(spec)).rejects.toThrow("the schedule has none");
});

test("progress is told while it spins", async () => {
  await using server = await helloServer();
  const rates: number[] = [];
  const spec = openSpec({ port: server.port, spin: true, threads: 2 });
  await measureOpen(spec, {
    seconds: 2.5,
    hooks: { onProgress: (rate) => rates.push(rate) },
  });
  expect(rates.length).toBeGreaterThan(0);
  expect(Math.max(...rates)).toBeGreaterThan(0);
});

test("ours keeps to a rate, with a connection for each thread at least", () => {
  const { refuses } = createGenerator("stackbench");
  expect(refuses(openSpec({}))).toBeUndefined();
  expect(refuses(openSpec({ threads: 5 }))).toContain("5 threads cannot share 4 connections");
});
