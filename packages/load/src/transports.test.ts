import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import https from "node:https";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canMakeCertificates, createAuthority, type KeyPair } from "@stackbench/http1/testing";
import type { LoadSpec, Target } from "@stackbench/model";
import { createGenerator, generatorIds } from "./generators.ts";
import { expectBalance } from "./testing/expect-balance.ts";
import { answerHello } from "./testing/hello-server.ts";
import { loadSpec } from "./testing/load-spec.ts";
import { failed, measure, measureOpen, measureWhole } from "./testing/measure.ts";

let directory: string;
let pair: KeyPair;
let ca: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "stackbench-transports-"));
  if (!canMakeCertificates) return;
  using authority = createAuthority();
  ca = authority.cert;
  pair = authority.sign("DNS:localhost,IP:127.0.0.1");
});
afterAll(() => rm(directory, { recursive: true }));

interface Served extends AsyncDisposable {
  target: Target;
  server: http.Server;
}

async function listen(
  server: http.Server,
  place: string | number,
): Promise<Pick<Served, "server"> & AsyncDisposable> {
  server.keepAliveTimeout = 0;
  if (typeof place === "string") server.listen(place);
  else server.listen(place, "127.0.0.1");
  await once(server, "listening");
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function overUnix(listener: RequestListener): Promise<Served> {
  const socketPath = join(directory, `${Math.random()}.sock`);
  const listening = await listen(http.createServer(listener), socketPath);
  return { ...listening, target: { host: "localhost", port: 80, socketPath } };
}

async function overTls(listener: RequestListener, options: tls.TlsOptions = {}): Promise<Served> {
  const server = https.createServer({ ...pair, ...options }, listener) as unknown as http.Server;
  const listening = await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const target: Target = {
    host: "localhost",
    address: "127.0.0.1",
    port,
    tls: { verify: true, ca },
  };
  return { ...listening, target };
}

describe.each([
  ["a unix socket", overUnix, true],
  ["TLS", overTls, canMakeCertificates],
] as const)("over %s", (_, serve, isPossible) => {
  describe.runIf(isPossible)("our generator", () => {
    test.each([
      ["keeps its connections", {}, true],
      ["connects anew for each request", { keepAlive: false }, false],
      ["connects anew after answers that close", {}, false],
      [
        "keeps them on a schedule",
        { level: { loop: "open", connections: 4, ratePerSecond: 200, arrivals: "constant" } },
        true,
      ],
    ] as const)("%s, and its counts are the server's", async (_case, changes, keeps) => {
      let asked = 0;
      let connections = 0;
      const closes = !keeps && !("keepAlive" in changes);
      await using served = await serve((request, response) => {
        asked++;
        if (closes) response.setHeader("connection", "close");
        answerHello(request, response);
      });
      served.server.on(serve === overTls ? "secureConnection" : "connection", () => connections++);
      const spec = loadSpec({ ...served.target, ...changes });
      const { load, acknowledged } = await measureWhole("stackbench", spec, { warmUpSeconds: 0.2 });
      expect(load.errors).toEqual({});
      expect(acknowledged.succeeded).toBe(asked);
      expect(load.succeeded).toBeGreaterThan(0);
      if (keeps) expect(connections).toBe(4);
      else expect(connections).toBeGreaterThanOrEqual(asked);
    });

    test("asks a request that met a closed connection anew", async () => {
      await using served = await serve((request, response) => {
        answerHello(request, response);
        // After its second answer, and without a word.
        const { socket } = request as { socket: typeof request.socket & { answers?: number } };
        socket.answers = (socket.answers ?? 0) + 1;
        if (socket.answers === 2) response.on("finish", () => socket.end());
      });
      const load = await measure("stackbench", loadSpec(served.target));
      expect(load.errors).toEqual({});
      expect(load.succeeded).toBeGreaterThan(0);
    });

    test("several threads share the load", async () => {
      await using served = await serve(answerHello);
      const load = await measure("stackbench", loadSpec({ ...served.target, threads: 2 }));
      expect(load).toMatchObject({ threads: 2, errors: {} });
    });
  });

  test.runIf(isPossible)("generators that cannot are refused, and say which can", async () => {
    await using served = await serve(answerHello);
    const refusals = generatorIds.map((id) => createGenerator(id).refuses(loadSpec(served.target)));
    expect(refusals.filter((refusal) => refusal === undefined)).toHaveLength(1);
    for (const refusal of refusals) {
      if (refusal === undefined) continue;
      expect(refusal).toMatch(/(?:TCP|TCP and TLS|HTTP\/2) only.*--generator=stackbench/);
    }
  });
});

test.runIf(canMakeCertificates)(
  "a handshake stands in no latency, but in the time to connect",
  async () => {
    const handshakeMs = 60;
    await using served = await overTls(answerHello, {
      SNICallback: (_name, done) => void setTimeout(() => done(null), handshakeMs),
    });
    const load = await measure("stackbench", loadSpec({ ...served.target, keepAlive: false }), {
      seconds: 0.6,
    });
    if (load.kind !== "closed") throw new Error(`expected a closed loop, got ${load.kind}`);
    expect(load.connectTime.count).toBeGreaterThan(0);
    // Lower bounds hold on any machine; a timer may be early by a millisecond.
    expect(load.connectTime.min).toBeGreaterThan((handshakeMs - 2) * 10_000);
    expect(load.serviceTime.min).toBeLessThan(load.connectTime.min);
  },
);

test.runIf(canMakeCertificates)(
  "a certificate that is not trusted any more is a connection that was not made",
  async () => {
    await using served = await overTls(answerHello);
    const untrusting = { ...served.target, tls: { verify: true } };
    await expect(measure("stackbench", loadSpec(untrusting))).rejects.toThrow(/connect/);
  },
);

/** A way to a server over TLS that closes some connections (the n-th, from 0 on) before their handshake. */
async function wayThatCloses(
  { target }: Served,
  closes: (n: number) => boolean,
): Promise<AsyncDisposable & { target: Target; accepted(): number }> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const way = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    // What comes is read: else the kernel would reset what is closed.
    if (closes(accepted++)) return void socket.resume().end();
    const behind = connect(target.port, "127.0.0.1");
    behind.on("error", () => socket.destroy());
    socket.on("close", () => behind.destroy());
    socket.pipe(behind).pipe(socket);
  });
  way.listen(0, "127.0.0.1");
  await once(way, "listening");
  return {
    target: { ...target, port: (way.address() as AddressInfo).port },
    accepted: () => accepted,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => way.close(resolve));
    },
  };
}

describe.runIf(canMakeCertificates)("a server that closes within the handshake", () => {
  const everyFourth = (n: number) => n % 4 === 3;

  test("makes errors, and none but these", async () => {
    await using served = await overTls(answerHello);
    await using way = await wayThatCloses(served, everyFourth);
    const spec = loadSpec({ ...way.target, keepAlive: false });
    const load = await measure("stackbench", spec);
    expect(load.succeeded).toBeGreaterThan(0);
    expect(Object.keys(load.errors)).toEqual(["connect"]);
    const count = load.errors.connect!;
    expect(load.causes).toMatchObject([{ kind: "connect", code: "ECONNRESET", count }]);
    expect(load.serviceTime.count + load.unfinished).toBe(load.sent);
  });

  test("is tried again without haste where it closes all of them", async () => {
    await using served = await overTls(answerHello);
    await using way = await wayThatCloses(served, () => true);
    const spec = loadSpec({ ...way.target, connections: 2, keepAlive: false });
    const measured = measure("stackbench", spec, { seconds: 0.5 });
    await expect(measured).rejects.toThrow(/connect \(ECONNRESET/);
    expect(way.accepted()).toBeGreaterThanOrEqual(2);
    expect(way.accepted()).toBeLessThan(50);
  });

  test("loses a schedule the arrivals that met it, and no connection", async () => {
    await using served = await overTls(answerHello);
    await using way = await wayThatCloses(served, everyFourth);
    // Long, so that on a machine that stands still for a while nothing is given up that would be answered.
    const base = loadSpec({ ...way.target, keepAlive: false, timeoutMs: 10_000 });
    const spec: LoadSpec = {
      ...base,
      level: { loop: "open", connections: 4, ratePerSecond: 100, arrivals: "constant" },
    };
    const { load } = await measureOpen(spec);
    expect(load.errors.connect).toBeGreaterThan(0);
    expect(load).toMatchObject({ unfinished: 0, schedule: { unsent: 0 } });
    expectBalance(load);
  });

  test("is counted against a window of so many requests, which ends", async () => {
    await using served = await overTls(answerHello);
    await using way = await wayThatCloses(served, everyFourth);
    const spec = loadSpec({ ...way.target, keepAlive: false, windowRequests: 40 });
    const load = await measure("stackbench", spec, { seconds: 10 });
    expect(load.errors.connect).toBeGreaterThan(0);
    expect(load.succeeded + failed(load)).toBe(40);
  });
});

test("a unix socket whose queue is full is the server's fault, and no limit of the generator's", async () => {
  const socketPath = join(directory, "full.sock");
  // Its process takes no connection while it computes.
  const server: Server = http.createServer(answerHello).listen({ path: socketPath, backlog: 1 });
  await once(server, "listening");
  server.on("connection", () => {
    for (const until = performance.now() + 20; performance.now() < until;);
  });
  const spec = loadSpec({
    host: "localhost",
    port: 80,
    socketPath,
    connections: 32,
    keepAlive: false,
  });
  const load = await measure("stackbench", spec, { seconds: 0.6 });
  server.close();
  expect(load.errors["generator-limit"]).toBeUndefined();
  expect(load.errors.connect).toBeGreaterThan(0);
  expect(load.causes.map(({ reason }) => reason)).toContain(
    "the socket's queue of waiting connections was full",
  );
});
