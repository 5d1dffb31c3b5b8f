import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, test } from "vitest";
import {
  loadResultSchema,
  type LoadCause,
  type LoadErrorKind,
  type LoadRequest,
} from "@stackbench/model";
import { helloRequest, loadSpec } from "./testing/load-spec.ts";
import { failed, measure, measureWhole } from "./testing/measure.ts";
import { rawHello, rawServer } from "./testing/raw-server.ts";

const noContent = "HTTP/1.1 204 No Content\r\n\r\n";

/** What a server can do wrong to a request, and the kind of error that it is: on a kept connection none, where it is asked anew. */
const faults: [
  name: string,
  kind: LoadErrorKind,
  fault: (socket: Socket) => void,
  cause: Partial<LoadCause>,
  isAskedAnew?: true,
][] = [
  [
    "resets the connection",
    "reset",
    (socket) => void socket.resetAndDestroy(),
    { code: "ECONNRESET", reason: "expected an answer, got the end of a new connection" },
    true,
  ],
  [
    "closes without an answer",
    "closed",
    (socket) => void socket.end(),
    { reason: "expected an answer, got the end of a new connection" },
    true,
  ],
  [
    "resets within an answer",
    "reset",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello");
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
    {
      code: "ECONNRESET",
      reason: "expected a whole answer, got the connection's end after 5 bytes of the body",
    },
  ],
  [
    "closes within an answer",
    "closed",
    (socket) => void socket.end("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello"),
    { reason: "expected a whole answer, got the connection's end after 5 bytes of the body" },
  ],
  ["never answers", "timeout", () => {}, { reason: "no byte of an answer within 0.15 s" }],
  [
    "never ends its answer",
    "timeout",
    (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello"),
    { reason: "an answer that began and did not end within 0.15 s" },
  ],
  [
    "answers with another status",
    "status",
    (socket) => void socket.write("HTTP/1.1 500 Oops\r\nContent-Length: 13\r\n\r\nHello, world!"),
    {
      status: 500,
      reason: "expected status 200, got 500",
      firstBytes: "HTTP/1.1 500 Oops\r\nContent-Length: 13\r\n\r\nHello, world!",
    },
  ],
  [
    "answers with another length",
    "length",
    (socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"),
    { status: 200, reason: "expected a body of 13 bytes, got 5" },
  ],
  [
    "does not speak HTTP",
    "protocol",
    (socket) => void socket.write("220 mail ready, go on\r\n"),
    {
      reason: 'expected "HTTP/1.x", got "220 mail ready, go on\\r\\n"',
      firstBytes: "220 mail ready, go on\r\n",
    },
  ],
  [
    "answers twice",
    "protocol",
    (socket) => void socket.write(rawHello + rawHello),
    {
      reason: `expected nothing behind an answer with 200, got ${rawHello.length} bytes`,
      firstBytes: rawHello,
    },
  ],
];

for (const keepAlive of [true, false]) {
  for (const [name, kind, fault, cause, isAskedAnew] of faults) {
    const isError = !keepAlive || !isAskedAnew;
    test(`a server that now and then ${name} makes ${isError ? `errors of kind ${kind}` : "no errors"} (keep-alive ${keepAlive})`, async () => {
      let wronged = 0;
      const answered = new WeakSet<Socket>();
      await using server = await rawServer((socket, n) => {
        // Never the first on its connection, if that is kept.
        if (n % 4 === 3 && (!keepAlive || answered.has(socket))) {
          wronged++;
          fault(socket);
          return;
        }
        answered.add(socket);
        if (keepAlive) socket.write(rawHello);
        else socket.end(rawHello);
      });
      const timeoutMs = kind === "timeout" ? 150 : 5000;
      const spec = loadSpec({ port: server.port, connections: 2, timeoutMs, keepAlive });
      const { load, acknowledged } = await measureWhole("stackbench", spec, { seconds: 0.6 });
      expect(wronged).toBeGreaterThan(0);
      expect(loadResultSchema.parse(load)).toEqual(load);
      if (isError) {
        // All that went wrong is known of the whole load; the window's part of it is of one kind.
        expect(acknowledged.unknown).toBe(wronged);
        expect(Object.keys(load.errors)).toEqual([kind]);
        expect(load.causes).toMatchObject([{ kind, ...cause, count: load.errors[kind] }]);
      } else {
        expect(acknowledged.unknown).toBe(0);
        expect(load).toMatchObject({ errors: {}, causes: [] });
        expect(load.askedAnew!.requests).toBeGreaterThan(0);
        expect(load.askedAnew!.requests).toBeLessThanOrEqual(wronged);
      }
      expect(load.serviceTime.count + failed(load) + (load.unfinished ?? 0)).toBe(load.sent);
      expect(load.succeeded).toBeGreaterThan(0);
    });
  }
}

test("errors are those of requests that were sent in the window, whenever they end", async () => {
  let isFaulty = false;
  await using server = await rawServer((socket) => {
    if (isFaulty) return;
    socket.write(rawHello);
  });
  const hooks = {
    onStart: () => Promise.resolve(),
    onEnd: () => Promise.resolve(),
    onProgress: () => (isFaulty = true),
  };
  // Both connections stall within the window, and time out long behind its end.
  const spec = loadSpec({ port: server.port, connections: 2, timeoutMs: 700 });
  const { load } = await measureWhole("stackbench", spec, { seconds: 0.5, hooks });
  expect((load.errors.timeout ?? 0) + load.unfinished).toBe(2);
  expect(load.unansweredConnections).toBe(0);
});

test("connections that never get an answer are counted", async () => {
  const served = new WeakSet<Socket>();
  let first: Socket | undefined;
  await using server = await rawServer((socket) => {
    first ??= socket;
    if (socket === first) socket.write(rawHello);
    served.add(socket);
  });
  // Waiting for the time-out, before the window or behind it, would outlast this test.
  const spec = loadSpec({ port: server.port, connections: 5, timeoutMs: 300_000 });
  const times = { warmUpSeconds: 0.1, atMostSeconds: 300 };
  const { load } = await measureWhole("stackbench", spec, times);
  expect(load).toMatchObject({ unansweredConnections: 4, unfinished: 0, errors: {} });
  expect(load.succeeded).toBeGreaterThan(0);
});

/** Takes a part of the connections to a port, of which its queue has room for few, and never looks at them. */
const asleep = `
require("node:net").createServer().listen(
  { host: "127.0.0.1", port: +process.argv[1], reusePort: true, backlog: 1 },
  () => { console.log("listening"); process.kill(process.pid, "SIGSTOP"); },
);`;

test("so are those that the server's queue has no room for, and that are never made", async () => {
  const served = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on("data", () => {
      served.add(socket);
      socket.write(rawHello);
    });
    socket.on("error", () => {});
  });
  server.listen({ host: "127.0.0.1", port: 0, reusePort: true });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const other = spawn(process.execPath, ["-e", asleep, `${port}`]);
  try {
    await once(other.stdout, "data");
    const spec = loadSpec({ port, connections: 40, timeoutMs: 600 });
    const { load } = await measureWhole("stackbench", spec, { seconds: 0.4 });
    // By the kernel's hash about half, of which the queue takes two.
    expect(load.unansweredConnections).toBeGreaterThan(5);
    expect(load.unansweredConnections).toBe(40 - served.size);
  } finally {
    other.kill("SIGKILL");
    for (const socket of served) socket.destroy();
    server.close();
  }
});

const post: LoadRequest = { ...helloRequest, method: "POST", body: "x" };

test.each([1, 20])(
  "a server that closes unannounced after every %i answers loses no request that may be asked anew",
  async (most) => {
    await using server = await rawServer(closingAfter(most));
    const spec = loadSpec({ port: server.port, connections: 4 });
    const { load, acknowledged } = await measureWhole("stackbench", spec, { seconds: 0.6 });
    expect(load).toMatchObject({ errors: {}, unfinished: 0 });
    expect(acknowledged.unknown).toBe(0);
    expect(load.askedAnew).toMatchObject({ fewestAnswers: most, mostAnswers: most });
    // Of every `most` answers the next request met the end; each connection may be in the middle of them at both edges.
    const expected = load.succeeded / most;
    expect(Math.abs(load.askedAnew!.requests - expected)).toBeLessThanOrEqual(8);
    // A request that is asked anew is under way all the time.
    expect(load.downSeconds).toBe(0);
    expect(load.serviceTime.count).toBe(load.sent);
  },
);

test("what is not idempotent is asked once, and the time without a connection is told", async () => {
  await using server = await rawServer(closingAfter(3));
  const spec = loadSpec({ port: server.port, connections: 4, requests: [post] });
  const load = await measure("stackbench", spec, { seconds: 0.6 });
  expect(Object.keys(load.errors)).toEqual(["closed-between"]);
  expect(load.askedAnew).toBeUndefined();
  expect(load.causes[0]!.reason).toContain("the end of a kept connection after 3 answers");
  const accounted = load.inFlightSeconds + load.downSeconds!;
  expect(accounted / load.seconds).toBeGreaterThan(3.6);
  expect(accounted / load.seconds).toBeLessThanOrEqual(4.001);
});

/** One at a time, a queue of one, closed after each answer: what else comes is dropped, and its client tries again a second later. */
const narrow = `import socket, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(1); print(s.getsockname()[1], flush=True)
while True:
    c, _ = s.accept(); c.recv(4096); time.sleep(0.005)
    c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nhi"); c.close()`;

test("attempts to connect that the edges cut are in the time without a connection", async () => {
  const server = spawn("python3", ["-c", narrow], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [said] = (await once(server.stdout, "data")) as [Buffer];
    const request = { ...helloRequest, expect: { status: 200, bodyBytes: 2 } };
    const spec = loadSpec({ port: Number(said), connections: 16, requests: [request] });
    const load = await measure("stackbench", spec, { seconds: 0.7 });
    expect(load.succeeded).toBeGreaterThan(0);
    const accounted = (load.inFlightSeconds + load.downSeconds!) / load.seconds;
    expect(accounted).toBeGreaterThan(16 * 0.98);
    expect(accounted).toBeLessThan(16 * 1.001);
    const made = (load.connectTime.sum * load.connectTime.tickNanoseconds) / 1e9;
    // Those that were made in the window tell another time: theirs began before it, or end behind it.
    expect(Math.abs(load.downSeconds! - made)).toBeGreaterThan(0.02 * 16 * load.seconds);
  } finally {
    server.kill("SIGKILL");
  }
});

test("an idle connection is not used for longer than the server says that it keeps it", async () => {
  let ended = 0;
  await using server = await rawServer((socket) => {
    socket.write(rawHello.replace("\r\n", "\r\nKeep-Alive: timeout=1, max=99\r\n"));
    // It does as it says, but a little late: who asks by then gets no answer.
    socket.on("end", () => ended++);
  });
  const base = loadSpec({ port: server.port, connections: 2 });
  const level = { loop: "open", connections: 2, ratePerSecond: 1.6, arrivals: "constant" } as const;
  const { load } = await measureWhole("stackbench", { ...base, level }, { seconds: 4 });
  expect(load).toMatchObject({ errors: {}, unfinished: 0 });
  // Two connections take turns: each is idle for 1.25 s.
  expect(load.connectTime.count).toBe(load.sent);
  expect(ended).toBeGreaterThan(0);
});

/** Ends a connection behind so many answers, without a word in them. */
function closingAfter(most: number): (socket: Socket) => void {
  const answers = new WeakMap<Socket, number>();
  return (socket) => {
    const count = (answers.get(socket) ?? 0) + 1;
    answers.set(socket, count);
    if (count < most) socket.write(rawHello);
    else if (count === most) socket.end(rawHello);
  };
}

test("whole bodies are looked at: each connection's first and last, and equal ones counted once", async () => {
  let n = 0;
  await using server = await rawServer((socket) => {
    socket.write(n++ % 2 === 0 ? rawHello : rawHello.replace("world", "w0rld"));
  });
  const spec = loadSpec({ port: server.port, connections: 3 });
  const { answers, load } = await measureWhole("stackbench", spec, { warmUpSeconds: 0.1 });
  expect(load.errors).toEqual({});
  expect(new Set(answers.map(({ body }) => body))).toEqual(
    new Set(["Hello, world!", "Hello, w0rld!"]),
  );
  const looked = answers.reduce((sum, { count }) => sum + count, 0);
  expect(looked).toBeGreaterThan(load.succeeded / 128);
  expect(looked).toBeLessThan(load.succeeded / 32 + 20);
});

test("a server that says it closes after every answer makes no errors", async () => {
  await using server = await rawServer((socket) => {
    socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 13\r\n\r\nHello, world!");
  });
  const result = await measure("stackbench", loadSpec({ port: server.port }));
  expect(result.errors).toEqual({});
  expect(result.succeeded).toBeGreaterThan(1);
  expect(Math.abs(result.connectTime.count - result.succeeded)).toBeLessThanOrEqual(4);
});

test("an answer that ends with its connection is one", async () => {
  await using server = await rawServer((socket) => {
    socket.end("HTTP/1.1 200 OK\r\n\r\nHello, world!");
  });
  for (const keepAlive of [true, false]) {
    const result = await measure("stackbench", loadSpec({ port: server.port, keepAlive }));
    expect(result.errors).toEqual({});
    expect(result.succeeded).toBeGreaterThan(1);
  }
});

test("what is still unanswered when the drain gives up is unfinished, and no error", async () => {
  let isToStall = false;
  await using server = await rawServer((socket) => {
    if (isToStall) isToStall = false;
    else socket.write(rawHello);
  });
  const spec = loadSpec({ port: server.port, connections: 3, timeoutMs: 1500 });
  let isToStallOnce = true;
  const hooks = {
    onProgress: () => {
      isToStall = isToStallOnce;
      isToStallOnce = false;
    },
  };
  const result = await measure("stackbench", spec, { seconds: 0.7, hooks });
  expect(result).toMatchObject({ unfinished: 1, errors: {} });
  expect(result.sent).toBe(result.serviceTime.count + 1);
});

test("a port where nobody listens is a failed window, tried again without haste", async () => {
  const server = await rawServer(() => {});
  await server[Symbol.asyncDispose]();
  for (const keepAlive of [true, false]) {
    const spec = loadSpec({ port: server.port, connections: 2, keepAlive });
    const measured = measure("stackbench", spec, { seconds: 0.5 });
    const message = await measured.then(
      () => "measured",
      (error: Error) => error.message,
    );
    const attempts =
      /got none in [\d.]+ s \((\d+) connect \(ECONNREFUSED: nobody listens there\)\)$/.exec(
        message,
      )?.[1];
    expect(Number(attempts), message).toBeGreaterThanOrEqual(2);
    expect(Number(attempts)).toBeLessThan(50);
    await expect(measured).rejects.toMatchObject({ failure: { stage: "window" } });
  }
});

test("a server that is slow with its first answers is waited for", async () => {
  await using server = await rawServer((socket) => {
    setTimeout(() => socket.write(rawHello), 1500);
  });
  const spec = loadSpec({ port: server.port, connections: 4, timeoutMs: 5000 });
  const load = await measure("stackbench", spec, { seconds: 2 });
  expect(load).toMatchObject({ unansweredConnections: 0, unfinished: 0, errors: {} });
  expect(load.serviceTime.count).toBe(load.sent);
});

test.each([
  ["with it", [`${noContent}Gone`], /^expected nothing behind an answer with 204, got 4 bytes$/],
  [
    "later, when the next was asked",
    [noContent, "Gone, and gone again"],
    /^expected "HTTP\/1\.x", got "Gone, and .* behind an answer with 204$/,
  ],
])(
  "bytes behind an answer that come %s are shown, and which answer it was",
  async (_, pieces, reason) => {
    await using server = await rawServer((socket, n) => {
      if (n % 8 !== 7) return void socket.write(noContent);
      for (const [place, piece] of pieces.entries()) {
        setTimeout(() => socket.writable && socket.write(piece), place * 20);
      }
    });
    const request: LoadRequest = { ...helloRequest, expect: { status: 204, bodyBytes: 0 } };
    const spec = loadSpec({ port: server.port, connections: 2, requests: [request] });
    const { causes } = await measure("stackbench", spec, { seconds: 0.6 });
    const cause = causes.find((each) => reason.test(each.reason));
    expect(cause, JSON.stringify(causes)).toMatchObject({ kind: "protocol" });
    expect(cause!.firstBytes).toMatch(/^Gone/);
  },
);

test("a refusal says when the server will answer again, and statuses are told apart", async () => {
  let asked = 0;
  await using server = await rawServer((socket) => {
    const n = asked++ % 10;
    if (n === 3) return void socket.write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
    if (n < 6) return void socket.write(rawHello);
    socket.write("HTTP/1.1 429 Slow\r\nretry-after: 10\r\nContent-Length: 0\r\n\r\n");
  });
  const load = await measure("stackbench", loadSpec({ port: server.port }));
  const [limited, busy, ...others] = load.causes;
  expect(others).toEqual([]);
  expect(limited).toMatchObject({
    status: 429,
    reason: "expected status 200, got 429 (Retry-After: 10)",
  });
  expect(busy).toMatchObject({ status: 503, reason: "expected status 200, got 503" });
  expect(limited!.count + busy!.count).toBe(load.errors.status);
});

test("of many causes the most frequent are told", async () => {
  let asked = 0;
  await using server = await rawServer((socket) => {
    const n = asked++;
    const status = n % 3 === 0 ? 200 : n % 3 === 1 ? 500 : 501 + (Math.floor(n / 3) % 40);
    socket.write(`HTTP/1.1 ${status} x\r\nContent-Length: 13\r\n\r\nHello, world!`);
  });
  const { causes, errors } = await measure("stackbench", loadSpec({ port: server.port }));
  expect(causes).toHaveLength(8);
  expect(causes[0]!.status).toBe(500);
  expect(errors.status).toBeGreaterThan(causes.reduce((sum, { count }) => sum + count, 0));
});

test.each([
  ["then nothing", "timeout", () => {}],
  ["then a reset", "reset", (socket) => void socket.resetAndDestroy()],
  ["then its end", "closed", (socket) => void socket.end()],
] satisfies [string, LoadErrorKind, (socket: Socket) => void][])(
  "autocannon: after half of an answer, %s, the next connection's answers are read from their beginning",
  async (_how, kind, goOn) => {
    await using server = await rawServer((socket, n) => {
      if (n % 300 !== 299) return void socket.write(rawHello);
      socket.write(rawHello.slice(0, -8));
      setTimeout(() => goOn(socket), 20);
    });
    const spec = loadSpec({ port: server.port, connections: 1, timeoutMs: 1000 });
    const { succeeded, errors } = await measure("autocannon", spec, { seconds: 3.5 });
    expect(Object.keys(errors)).toEqual([kind]);
    expect(errors[kind]).toBeGreaterThan(1);
    expect(succeeded).toBeGreaterThan(300);
  },
);
