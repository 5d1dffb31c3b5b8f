import { expect, test } from "vitest";
import { loadResultSchema, type LoadRequest } from "@stackbench/model";
import { createGenerator } from "../../generators.ts";
import { answerHello, helloServer } from "../../testing/hello-server.ts";
import { helloRequest, loadSpec } from "../../testing/load-spec.ts";
import { localLauncher } from "../../testing/local-launcher.ts";
import { failed, measure, measureWhole } from "../../testing/measure.ts";
import { rawServer } from "../../testing/raw-server.ts";

test("its counts are the server's: of the whole load exactly, and the window is a part of it", async () => {
  await using server = await helloServer();
  const { load, acknowledged } = await measureWhole("stackbench", loadSpec({ port: server.port }), {
    warmUpSeconds: 0.2,
  });
  expect(acknowledged).toEqual({
    succeeded: server.asked(),
    byRequest: [server.asked()],
    unknown: 0,
    updates: [],
  });
  const { succeeded, sent } = load;
  expect(load).toMatchObject({
    threads: 1,
    seconds: 0.4,
    succeededByRequest: [succeeded],
    unfinished: 0,
    errors: {},
    statuses: { 200: succeeded },
    serviceTime: { count: sent },
  });
  expect(succeeded).toBeGreaterThan(0);
  expect(succeeded).toBeLessThan(server.asked());
  // Between two edges as many are sent as answered, but for those that are under way at one of them.
  expect(Math.abs(sent - succeeded)).toBeLessThanOrEqual(4);
  expect(load.series.succeeded.reduce((sum, each) => sum + each, 0)).toBe(succeeded);
  expect(load.series.succeeded).toHaveLength(4);
  expect(load.series.times!.reduce((sum, { count }) => sum + count, 0)).toBe(succeeded);
  expect(load.warmUp).toMatchObject({
    seconds: expect.any(Number),
    longestServiceMs: expect.any(Number),
  });
  expect(loadResultSchema.parse(load)).toEqual(load);
});

test("warm-up and window use the same connections", async () => {
  await using server = await helloServer();
  const spec = loadSpec({ port: server.port, connections: 5 });
  const result = await measure("stackbench", spec, { warmUpSeconds: 0.2 });
  expect(server.connections()).toBe(5);
  expect(result.connectTime.count).toBe(0);
});

// The time that a server is given is a real one: a machine that stands still meanwhile takes it away, so it may try again.
test(
  "the server has had time to take all connections in before the first request comes",
  { retry: 2 },
  async () => {
    const taken: number[] = [];
    await using server = await helloServer((request, response) => {
      taken.push(server.connections());
      answerHello(request, response);
    });
    server.onConnection(() => {
      for (const until = performance.now() + 0.3; performance.now() < until;);
    });
    await measure("stackbench", loadSpec({ port: server.port, connections: 64 }));
    expect(taken[0]).toBe(64);
  },
);

test("load runs through both edges, and stands still before and behind it, connections established", async () => {
  await using server = await helloServer();
  const still = async () => {
    const asked = server.asked();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([server.asked(), server.open(), server.connections()]).toEqual([asked, 0, 4]);
  };
  const loaded = async () => {
    const asked = server.asked();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.asked()).toBeGreaterThan(asked);
  };
  const spec = loadSpec({ port: server.port });
  await measure("stackbench", spec, {
    hooks: { beforeLoad: still, onStart: loaded, onEnd: loaded, afterLoad: still },
  });
  expect.assertions(4);
});

test("it tells how fast it is while it measures", async () => {
  await using server = await helloServer();
  const rates: number[] = [];
  await measure("stackbench", loadSpec({ port: server.port }), {
    seconds: 1,
    hooks: { onProgress: (rate) => rates.push(rate) },
  });
  expect(rates.length).toBeGreaterThan(1);
  expect(Math.max(...rates)).toBeGreaterThan(0);
});

test("in a closed loop every connection has one request in flight nearly all the time", async () => {
  await using server = await helloServer((_request, response) => {
    setTimeout(() => answerHello(_request, response), 20);
  });
  const result = await measure("stackbench", loadSpec({ port: server.port, connections: 8 }));
  const inFlight = result.inFlightSeconds / result.seconds;
  expect(inFlight).toBeGreaterThan(7);
  expect(inFlight).toBeLessThanOrEqual(8.000001);
  const { sum, tickNanoseconds } = result.serviceTime;
  // To the clock's and the histogram's last digit.
  expect((sum * tickNanoseconds) / 1e9 + result.carriedSeconds).toBeCloseTo(
    result.inFlightSeconds,
    3,
  );
});

test("every connection goes through the sequence in order, from its own place on", async () => {
  await using server = await helloServer((_request, response) => {
    response.writeHead(204);
    response.end();
  });
  const request = (method: LoadRequest["method"], path: string): LoadRequest => ({
    ...helloRequest,
    method,
    path,
    body: method === "POST" ? '{"name":"é"}' : "",
    expect: { status: 204, bodyBytes: null },
  });
  const requests = [request("GET", "/0"), request("POST", "/1"), request("DELETE", "/2")];
  const sequence = [0, 1, 0, 2, 1, 0];
  const connections = 3;
  const spec = loadSpec({ port: server.port, connections, requests, sequence, threads: 2 });
  const result = await measure("stackbench", spec, { warmUpSeconds: 0.2 });

  const expected = sequence.map((index) => `${requests[index]!.method} ${requests[index]!.path}`);
  const starts = server.askedByConnection().map((asked) => {
    const start = [0, 2, 4].find((from) =>
      asked.every((line, i) => line === expected[(from + i) % expected.length]),
    );
    expect(asked.length).toBeGreaterThan(sequence.length);
    return start;
  });
  expect(starts.toSorted()).toEqual([0, 2, 4]);
  expect(result.succeededByRequest.reduce((sum, each) => sum + each, 0)).toBe(result.succeeded);
  expect(result.succeededByRequest.every((count) => count > 0)).toBe(true);
});

test("bodies arrive byte for byte, with their length in bytes", async () => {
  const bodies = new Set<string>();
  await using server = await helloServer((incoming, response) => {
    let text = "";
    incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    incoming.on("end", () => {
      bodies.add(`${incoming.headers["content-type"]} ${text}`);
      answerHello(incoming, response);
    });
  });
  const body = JSON.stringify({ name: "Zoë ☕".repeat(20_000) });
  const request: LoadRequest = {
    ...helloRequest,
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  };
  for (const keepAlive of [true, false]) {
    const spec = loadSpec({ port: server.port, requests: [request], keepAlive });
    const result = await measure("stackbench", spec);
    expect(failed(result)).toBe(0);
    expect(result.succeeded).toBeGreaterThan(0);
  }
  expect([...bodies]).toEqual([`application/json ${body}`]);
});

test("without keep-alive every request has a connection of its own", async () => {
  const headers = new Set<string | undefined>();
  await using server = await helloServer((request, response) => {
    headers.add(request.headers.connection);
    answerHello(request, response);
  });
  const spec = loadSpec({ port: server.port, keepAlive: false });
  const result = await measure("stackbench", spec, { warmUpSeconds: 0.1 });
  expect(failed(result)).toBe(0);
  expect(result.unfinished).toBe(0);
  // A connection that came about just after the last send stays unused.
  const unused = server.connections() - server.asked();
  expect(unused).toBeGreaterThanOrEqual(0);
  expect(unused).toBeLessThanOrEqual(4);
  for (const asked of server.askedByConnection()) expect(asked.length).toBeLessThanOrEqual(1);
  expect(result.connectTime.count).toBe(result.sent);
  expect([...headers]).toEqual(["close"]);
});

test("several threads share the connections and lose no count", async () => {
  await using server = await helloServer();
  const spec = loadSpec({ port: server.port, connections: 7, threads: 3 });
  const { load, acknowledged } = await measureWhole("stackbench", spec, { warmUpSeconds: 0.2 });
  expect(server.connections()).toBe(7);
  expect(acknowledged).toMatchObject({ succeeded: server.asked(), unknown: 0 });
  expect(load).toMatchObject({ threads: 3, unfinished: 0, errors: {} });
  expect(load.serviceTime.count).toBe(load.sent);
});

test("an aborted window ends with the signal's reason, and the process with the session", async () => {
  await using server = await helloServer();
  const program = await recordLaunch(async (launcher) => {
    const session = await createGenerator("stackbench").open(
      launcher,
      loadSpec({ port: server.port }),
    );
    const abort = new AbortController();
    const reason = new Error("stopped by hand");
    const hooks = {
      onStart: () => Promise.resolve(),
      onEnd: () => Promise.resolve(),
      onProgress: () => abort.abort(reason),
    };
    await expect(session.measure(30, hooks, abort.signal)).rejects.toBe(reason);
    await session[Symbol.asyncDispose]();
  });
  expect((await program.exited).signal).toBe("SIGKILL");
});

test("a session that is disposed of ends its process in peace", async () => {
  await using server = await helloServer();
  const program = await recordLaunch(async (launcher) => {
    const spec = loadSpec({ port: server.port, threads: 2 });
    await using session = await createGenerator("stackbench").open(launcher, spec);
    await session.warmUp({ seconds: 0.1, atMostSeconds: 0.1 }, AbortSignal.timeout(20_000));
  });
  expect(await program.exited).toMatchObject({ code: 0, stderrTail: "" });
});

test("a generator that dies is the host's failure, told with its last words", async () => {
  const launcher = localLauncher({ generator: "/nonexistent/generator.ts" });
  await expect(createGenerator("stackbench").open(launcher, loadSpec())).rejects.toThrow(
    /the stackbench generator gave no reply to "open" \(exit code 1\): .*\/nonexistent\/generator\.ts/s,
  );
});

async function recordLaunch(
  use: (launcher: ReturnType<typeof localLauncher>) => Promise<void>,
): Promise<Awaited<ReturnType<ReturnType<typeof localLauncher>["launch"]>>> {
  const inner = localLauncher();
  let launched: Awaited<ReturnType<typeof inner.launch>> | undefined;
  await use({
    launch: async (program) => {
      launched = await inner.launch(program);
      return launched;
    },
  });
  if (!launched) throw new Error("nothing was launched");
  return launched;
}

test("bytes are those that came between the edges, of long answers in part", async () => {
  const body = Buffer.alloc(9 * 2 ** 20, "x");
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
  let answered = 0;
  await using server = await rawServer((socket) => {
    socket.write(head);
    socket.write(body);
    answered++;
  });
  const request = { ...helloRequest, expect: { status: 200, bodyBytes: body.length } };
  const spec = loadSpec({ port: server.port, connections: 2, requests: [request] });
  const { succeeded, errors, receivedBytes } = await measure("stackbench", spec, { seconds: 1 });
  expect(errors).toEqual({});
  expect(succeeded).toBeGreaterThan(0);
  const answerBytes = head.length + body.length;
  // One a connection may have been cut by each edge.
  expect(receivedBytes).toBeGreaterThan((succeeded - 2) * answerBytes);
  expect(receivedBytes).toBeLessThan((succeeded + 2) * answerBytes);
  expect(receivedBytes).toBeLessThanOrEqual(answered * answerBytes);
});
