import { constants } from "node:http2";
import { selfSigned } from "@stackbench/http1";
import { loadResultSchema, type LoadSpec } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { describe, expect, test } from "vitest";
import { createGenerator } from "../../generators.ts";
import { answerHelloH2, helloServerH2, type HelloServerH2 } from "../../testing/hello-server-h2.ts";
import { isAbsent } from "../../testing/is-absent.ts";
import { helloRequest, loadSpec } from "../../testing/load-spec.ts";
import { localLauncher } from "../../testing/local-launcher.ts";
import { failed, measure } from "../../testing/measure.ts";
import { rawServer } from "../../testing/raw-server.ts";

const { traits, refuses } = createGenerator("h2load");

function specFor({ port }: Pick<HelloServerH2, "port">, change: Partial<LoadSpec> = {}): LoadSpec {
  return { ...loadSpec({ port }), http2: "h2c", ...change };
}

describe.skipIf(isAbsent("h2load"))("h2load", () => {
  test("counts between its edges what the server counts there, and is what its traits say", async () => {
    await using server = await helloServerH2();
    const edges: number[] = [];
    const look = () => Promise.resolve(void edges.push(server.asked()));
    const result = await measure("h2load", specFor(server), {
      warmUpSeconds: 0.2,
      seconds: 1,
      hooks: { onStart: look, onEnd: look },
    });
    expect(loadResultSchema.parse(result)).toEqual(result);
    expect(result.errors).toEqual({});
    expect(result.succeeded).toBeGreaterThan(100);
    // The hooks are called just behind each edge, in a process that serves meanwhile.
    const counted = edges[1]! - edges[0]!;
    expect(Math.abs(counted / result.succeeded - 1)).toBeLessThan(0.3);
    // Load ran before the first edge and behind the last.
    expect(edges[0]).toBeGreaterThan(100);
    expect(server.asked()).toBeGreaterThan(edges[1]!);
    expect(result.serviceTime?.count).toBe(result.succeeded);
    expect(result.kind).toBe("totals");
    expect(result.generator).toMatchObject({
      id: "h2load",
      latencyOrigin: traits.latencyOrigins.closed,
      version: expect.stringMatching(/^\d+\.\d+/),
    });
  });

  test("speaks the same over TLS, by ALPN", async () => {
    const { pem, cert } = selfSigned(["127.0.0.1"]);
    await using server = await helloServerH2(answerHelloH2, pem);
    const tls = { verify: true, ca: cert };
    const result = await measure("h2load", specFor(server, { http2: "h2", tls }), { seconds: 0.5 });
    expect(result.errors).toEqual({});
    expect(result.succeeded).toBeGreaterThan(20);
    expect(server.last()!.header).toMatchObject({ ":scheme": "https" });
  });

  test("keeps so many requests under way on each connection: Little's law", async () => {
    await using server = await helloServerH2((stream) => setTimeout(answerHelloH2, 20, stream));
    const result = await measure("h2load", specFor(server, { streams: 3 }), { seconds: 1 });
    const times = Histogram.fromData(result.serviceTime!);
    const inFlight = (times.mean / 1e7) * (result.succeeded / result.seconds);
    expect(inFlight).toBeGreaterThan(0.9 * 12);
    expect(inFlight).toBeLessThan(1.1 * 12);
  });

  test("sees wrong statuses, and streams that were reset", async () => {
    await using server = await helloServerH2((stream, n) => {
      if (n % 10 === 3) return stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      if (n % 10 !== 7) return answerHelloH2(stream);
      stream.respond({ ":status": 503 });
      stream.end();
    });
    const { errors, succeeded, statuses } = await measure("h2load", specFor(server), {
      seconds: 1,
    });
    expect(Object.keys(errors).toSorted()).toEqual(["reset", "status"]);
    expect(Object.keys(statuses!)).toEqual(["200", "503"]);
    expect(Math.abs(errors.status! * 8 - succeeded)).toBeLessThanOrEqual(8 * 8);
    expect(Math.abs(errors.reset! * 8 - succeeded)).toBeLessThanOrEqual(8 * 8);
  });

  test("sends the request as it stands, body and all", async () => {
    await using server = await helloServerH2();
    const request = {
      ...helloRequest,
      method: "PUT",
      path: "/items/1?x=%22",
      headers: { "Content-Type": "application/json", "X-A": "b" },
      body: '{"name":"é",\n"quantity":1}',
    } as const;
    const spec = specFor(server, { requests: [request], host: "app.test", address: "127.0.0.1" });
    expect(failed(await measure("h2load", spec, { seconds: 0.3 }))).toBe(0);
    const { header, body } = server.last()!;
    expect(header).toMatchObject({
      ":method": "PUT",
      ":path": "/items/1?x=%22",
      ":authority": `app.test:${server.port}`,
      "content-type": "application/json",
      "x-a": "b",
    });
    expect(body).toBe(request.body);
  });

  test("says a name that is asked for as HTTP/2 does, and not twice", async () => {
    await using server = await helloServerH2();
    const request = { ...helloRequest, headers: { Host: "shop.example" } };
    await measure("h2load", specFor(server, { requests: [request] }), { seconds: 0.3 });
    const { header } = server.last()!;
    expect([header[":authority"], header["host"]]).toEqual(["shop.example", undefined]);
  });

  test("is gone once its window is given up", async () => {
    await using server = await helloServerH2();
    const given = new AbortController();
    await using session = await createGenerator("h2load").open(localLauncher(), specFor(server));
    const hooks = {
      onStart: () => Promise.resolve(given.abort(new Error("given up"))),
      onEnd: () => Promise.resolve(),
      onProgress: () => {},
    };
    await expect(session.measure(600, hooks, given.signal)).rejects.toThrow("given up");
    expect(server.asked()).toBeGreaterThan(0);
    await expect.poll(() => server.standing(), { timeout: 5000 }).toBe(0);
  });

  test("nobody listening, and a server that answers HTTP/1.1 only, is the server's failure", async () => {
    const none = measure("h2load", specFor({ port: 1 }), { seconds: 0.3 });
    await expect(none).rejects.toThrow("expected answers from 127.0.0.1:1, got none in 0.3 s");
    await using old = await rawServer((socket) => {
      socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    });
    const other = measure("h2load", specFor(old), { seconds: 0.3 });
    await expect(other).rejects.toThrow("got none in 0.3 s");
  });
});

test("what does not speak HTTP/2, and what is no HTTP/2, is refused", () => {
  expect(refuses(loadSpec())).toContain("the server is not known to");
  expect(refuses(specFor({ port: 1 }))).toBeUndefined();
  expect(refuses(specFor({ port: 1 }, { keepAlive: false }))).toContain("keeps its connections");
  const streams = specFor({ port: 1 }, { streams: 2 });
  expect(refuses(streams)).toBeUndefined();
  for (const id of ["stackbench", "wrk", "hey"] as const) {
    expect(createGenerator(id).refuses(streams)).toContain("leave --streams out");
    // It measures HTTP/1.1, whatever else the server speaks.
    expect(createGenerator(id).refuses(specFor({ port: 1 }))).toBeUndefined();
  }
});
