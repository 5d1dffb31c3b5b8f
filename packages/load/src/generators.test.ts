import { describe, expect, test } from "vitest";
import {
  loadResultSchema,
  StackFailure,
  timesOf,
  type GeneratorId,
  type LoadRequest,
} from "@stackbench/model";
import { createGenerator, generatorIds } from "./generators.ts";
import { answerHello, helloServer } from "./testing/hello-server.ts";
import { isAbsent } from "./testing/is-absent.ts";
import { helloRequest, loadSpec } from "./testing/load-spec.ts";
import { failed, measure, measureWhole } from "./testing/measure.ts";
import { rawHello, rawServer } from "./testing/raw-server.ts";

const ofHttp1 = generatorIds.filter((id) => createGenerator(id).traits.speaks === "http/1.1");

/** CI installs every generator; elsewhere those that are missing are skipped, and vitest says so. */
for (const id of ofHttp1) {
  describe.skipIf(isAbsent(id))(id, () => {
    test("counts what the server counts, but for what is cut off at the end", async () => {
      await using server = await helloServer();
      const connections = 4;
      let edges: number[] = [];
      const look = () => {
        edges = [...edges, server.asked()];
        return Promise.resolve();
      };
      const spec = loadSpec({ port: server.port, connections });
      const result = await measure(id, spec, {
        warmUpSeconds: 1,
        seconds: 1,
        hooks: { onStart: look, onEnd: look },
      });
      const counted = edges[1]! - edges[0]!;
      expect(result.succeeded).toBeGreaterThan(100);
      expect(counted - result.succeeded).toBeGreaterThanOrEqual(0);
      // Load runs through the edges: what is read there takes in a little more than the window.
      if (createGenerator(id).traits.warmUp === "until-warm") {
        expect(counted).toBeLessThan(1.3 * result.succeeded);
      } else {
        expect(counted - result.succeeded).toBeLessThanOrEqual(connections);
      }
      expect(result.errors).toEqual({});
      expect(result.generator.id).toBe(id);
      expect(loadResultSchema.parse(result)).toEqual(result);
      if (result.serviceTime) {
        const off = Math.abs(result.serviceTime.count - result.succeeded);
        expect(off).toBeLessThanOrEqual(connections);
      }
    });

    // Not ab, which speaks HTTP/1.0: nobody may send it an interim answer (RFC 9110 15.2).
    test.skipIf(id === "ab")("takes no interim answer for the answer, or says so", async () => {
      await using server = await helloServer((request, response) => {
        response.writeEarlyHints({ link: "</style.css>; rel=preload" }, () =>
          answerHello(request, response),
        );
      });
      const measured = measure(id, loadSpec({ port: server.port }), { seconds: 1 });
      if (id === "wrk")
        return await expect(measured).rejects.toThrow(/wrk .* takes interim answers/);
      const { succeeded, errors, statuses } = await measured;
      expect(succeeded).toBeGreaterThan(0);
      // autocannon shows what it took, by which the window is judged.
      if (id === "autocannon") expect(statuses?.["103"]).toBeGreaterThan(0);
      else
        expect({ isTrue: succeeded <= server.asked(), errors }).toEqual({
          isTrue: true,
          errors: {},
        });
    });

    test("sees wrong statuses", async () => {
      let asked = 0;
      await using server = await helloServer((request, response) => {
        if (asked++ % 3 > 0) return answerHello(request, response);
        response.writeHead(503, { "content-length": 13 });
        response.end("Hello, world!");
      });
      const result = await measure(id, loadSpec({ port: server.port }), { seconds: 1 });
      expect(Object.keys(result.errors)).toEqual(["status"]);
      const wrong = result.errors.status!;
      // Every third answer was wrong; cut-off requests blur that by the number of connections.
      expect(Math.abs(wrong * 2 - result.succeeded)).toBeLessThanOrEqual(3 * 4);
    });

    test("is what its traits say", async () => {
      const { traits, refuses } = createGenerator(id);
      await using server = await helloServer();
      const result = await measure(id, loadSpec({ port: server.port }));
      expect(result.kind).toBe(traits.warmUp === "until-warm" ? "closed" : "totals");
      expect(timesOf(result) === undefined).toBe(traits.latencyOrigins.closed === null);
      expect(result.generator).toMatchObject({
        from: traits.source.from,
        clock: traits.clock,
        ...(traits.version !== null && { version: traits.version }),
      });
      const threads = { ...loadSpec({ threads: 2 }) };
      expect(refuses(threads) === undefined).toBe(traits.threads === "any");
      const numbers = { from: 100, count: 900 };
      const counting = loadSpec({ requests: [{ ...helloRequest, numbers }] });
      expect(refuses(counting) === undefined).toBe(traits.sends === "mixes");
    });

    test("asks anew what met a closed connection, or counts it, as its traits say", async () => {
      await using server = await rawServer((socket, n) => {
        // Without a word before, and without a byte of the answer.
        if (n % 50 === 49) socket.end();
        else socket.write(rawHello.replace("\r\n", "\r\nConnection: keep-alive\r\n"));
      });
      const { errors } = await measure(id, loadSpec({ port: server.port }), { seconds: 1 });
      expect(Object.keys(errors).length === 0).toBe(createGenerator(id).traits.asksAnew);
    });

    test("nobody listening is the server's failure, never the host's", async () => {
      await expect(measure(id, loadSpec({ port: 1 }), { seconds: 1 })).rejects.toThrow(
        StackFailure,
      );
    });
  });
}

for (const id of ["autocannon", "wrk"] as const) {
  test.skipIf(isAbsent(id))(`${id} sends a mix in its order`, async () => {
    const bodies = new Set<string>();
    await using server = await helloServer((incoming, response) => {
      let text = "";
      incoming.on("data", (chunk: Buffer) => (text += chunk.toString()));
      incoming.on("end", () => {
        bodies.add(`${incoming.method} ${incoming.url} ${String(incoming.headers["x-a"])} ${text}`);
        answerHello(incoming, response);
      });
    });
    const requests: LoadRequest[] = [
      helloRequest,
      {
        ...helloRequest,
        method: "POST",
        path: "/b?x=%22",
        headers: { "X-A": 'q"\\ü' },
        body: '{"é":"\\n\\""}',
      },
      { ...helloRequest, method: "DELETE", path: "/c" },
    ];
    const sequence = [0, 0, 1, 0, 2, 1];
    const spec = loadSpec({ port: server.port, requests, sequence, connections: 1 });
    const result = await measure(id, spec, { seconds: 1 });
    expect(result.errors).toEqual({});
    expect([...bodies].map((line) => line.replace(/q"\\\S+/, "quoted")).toSorted()).toEqual([
      "DELETE /c undefined ",
      "GET /hello undefined ",
      'POST /b?x=%22 quoted {"é":"\\n\\""}',
    ]);
    const expected = sequence.map((index) => `${requests[index]!.method} ${requests[index]!.path}`);
    const asked = server.askedByConnection().find((lines) => lines.length > 0);
    // wrk takes the first request of its first thread for a trial.
    const from = id === "wrk" ? 1 : 0;
    expect(asked).toEqual(asked!.map((_, i) => expected[(from + i) % expected.length]));
  });
}

test.skipIf(isAbsent("wrk"))(
  "wrk with several threads and without keep-alive loses no count",
  async () => {
    await using server = await helloServer();
    const spec = loadSpec({ port: server.port, connections: 4, threads: 2, keepAlive: false });
    const result = await measure("wrk", spec, { seconds: 1 });
    expect(failed(result)).toBe(0);
    expect(server.asked() - result.succeeded).toBeGreaterThanOrEqual(0);
    expect(server.asked() - result.succeeded).toBeLessThanOrEqual(4);
    expect(server.connections()).toBeGreaterThanOrEqual(result.succeeded);
  },
);

test("autocannon goes on after the server closed, and counts it", async () => {
  let asked = 0;
  await using server = await helloServer((request, response) => {
    if (++asked % 50 === 0) request.socket.end();
    else answerHello(request, response);
  });
  const result = await measure("autocannon", loadSpec({ port: server.port }), { seconds: 1 });
  expect(Object.keys(result.errors)).toEqual(["closed"]);
  expect(result.errors.closed! / result.sent).toBeGreaterThan(1 / 75);
  expect(result.errors.closed! / result.sent).toBeLessThan(1 / 33);
  expect(result.sent).toBe(result.serviceTime.count + failed(result) + result.unfinished);
});

test("autocannon goes on after a time-out, which is that of the request that had no answer", async () => {
  await using server = await rawServer((socket, n) => {
    if (n % 50 !== 49) socket.write(rawHello);
  });
  const connections = 4;
  // It takes no time-out of less than a second.
  const spec = loadSpec({ port: server.port, connections, timeoutMs: 1000 });
  const result = await measure("autocannon", spec, { seconds: 2.5 });
  expect(Object.keys(result.errors)).toEqual(["timeout"]);
  expect(result.sent).toBe(result.serviceTime.count + failed(result) + result.unfinished);
  expect(result.inFlightSeconds / result.seconds).toBeLessThanOrEqual(connections + 1e-6);
});

test.each(["stackbench", "autocannon"] as const)(
  "%s: what a row may hold is also what the load's end cut off",
  async (id) => {
    let last: number | undefined;
    await using server = await helloServer((request, response) => {
      last = Number(/\d+$/.exec(request.url!)![0]);
      // Every connection has one under way at the load's end, and the server goes on to answer it.
      setTimeout(() => answerHello(request, response), 20);
    });
    const put: LoadRequest = {
      ...helloRequest,
      method: "PUT",
      path: "/row?value={n}",
      numbers: { from: 1000, count: 9000 },
    };
    const spec = loadSpec({ port: server.port, requests: [put] });
    const { acknowledged } = await measureWhole(id, spec);
    expect(acknowledged.succeeded).toBeGreaterThan(0);
    expect(acknowledged.updates!.flatMap(({ numbers }) => numbers)).toContain(last);
  },
);

test.for(["stackbench", "autocannon", "wrk"] as const)(
  "%s: of two numbers in a request the second goes along, and repeats where the first does not",
  async (id, { skip }) => {
    skip(id === "wrk" && isAbsent("wrk"), "wrk is not installed");
    const asked: number[][] = [];
    await using server = await helloServer((request, response) => {
      asked.push(/^\/(\d{6})\?of=(\d\d)$/.exec(request.url!)!.slice(1).map(Number));
      answerHello(request, response);
    });
    const numbers = { from: 100_000, count: 900_000, second: { from: 10, count: 3 } };
    const get: LoadRequest = { ...helloRequest, path: "/{n}?of={m}", numbers };
    await measure(id, loadSpec({ port: server.port, requests: [get] }), { seconds: 0.5 });
    expect(asked.length).toBeGreaterThan(3);
    expect(new Set(asked.map(([n]) => n)).size).toBe(asked.length);
    expect(new Set(asked.map(([, m]) => m))).toEqual(new Set([10, 11, 12]));
    expect(asked.every(([n, m]) => m === 10 + ((n! - 100_000) % 3))).toBe(true);
  },
);

test.each([
  ["no text", [Buffer.from([0xff, 0xfe])]],
  ["a character in two pieces", [Buffer.from([0xc3]), Buffer.from([0xa9])]],
])("autocannon counts the bytes of bodies, whatever they are: %s", async (_what, pieces) => {
  await using server = await helloServer((_, response) => {
    response.writeHead(200, { "Content-Length": 2 });
    for (const piece of pieces) response.write(piece);
    response.end();
  });
  const expect2 = { ...helloRequest, expect: { status: 200, bodyBytes: 2 } };
  const load = await measure("autocannon", loadSpec({ port: server.port, requests: [expect2] }));
  expect(load.errors).toEqual({});
  expect(load.succeeded).toBeGreaterThan(0);
});

describe("what a generator cannot do is refused with the reason", () => {
  const mix = loadSpec({
    requests: [helloRequest, { ...helloRequest, path: "/b" }],
    sequence: [0, 1],
  });
  const refusals: [GeneratorId, ReturnType<typeof loadSpec>, string][] = [
    ["autocannon", loadSpec({ threads: 2 }), "one thread"],
    ["autocannon", loadSpec({ keepAlive: false }), "mixes up requests and answers"],
    ["autocannon", loadSpec({ timeoutMs: 700 }), "no time-out below 1 s, got 0.7 s"],
    ["wrk", loadSpec({ connections: 5, threads: 2 }), "5 cannot be divided by 2"],
    [
      "wrk",
      loadSpec({ requests: [{ ...helloRequest, expect: { status: 404, bodyBytes: null } }] }),
      "GET /hello expects 404",
    ],
    ["hey", mix, "a mix of 2"],
    ["ab", mix, "a mix of 2"],
    ["ab", loadSpec({ threads: 2 }), "one thread"],
    ["ab", loadSpec({ requests: [{ ...helloRequest, method: "POST", body: "x" }] }), "with a body"],
  ];
  for (const [id, spec, reason] of refusals) {
    test(`${id}: ${reason}`, () => {
      expect(createGenerator(id).refuses(spec)).toContain(reason);
    });
  }

  test("an open loop, by all but ours, which they name", () => {
    const level = { loop: "open", connections: 4, ratePerSecond: 9, arrivals: "poisson" } as const;
    const spec = { ...loadSpec(), http2: "h2c" } as const;
    for (const id of generatorIds) {
      const refusal = createGenerator(id).refuses({ ...spec, level });
      if ("open" in createGenerator(id).traits.latencyOrigins) expect(refusal).toBeUndefined();
      else expect(refusal).toMatch(/closed loop only.*--generator=stackbench/);
      expect(createGenerator(id).refuses(spec)).toBeUndefined();
    }
  });
});
