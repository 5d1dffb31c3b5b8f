import { createServer, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { hostHeader, requestBytes } from "@stackbench/http1";
import type { AskedRequest } from "../http-file/asked-request.ts";
import { verify } from "../verify/verify.ts";
import { learnRequests } from "./learn-requests.ts";
import type { Lesson } from "./one-lesson.ts";

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A lesson's parts, and the path of a GET or all of a request. */
type Changes = Partial<Lesson> & { path?: string; request?: AskedRequest };

async function learnRequest({ request, ...lesson }: Lesson & { request: AskedRequest }) {
  return (await learnRequests(lesson, [{ name: "it", request }]))[0]!;
}

const getOf = (path: string): AskedRequest => ({
  method: "GET",
  path,
  headers: {},
  body: "",
  wanted: {},
});

async function learnFrom(listener: RequestListener, { path = "/x?y=1", ...changes }: Changes = {}) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return await learnRequest({
    host: "127.0.0.1",
    port,
    request: getOf(path),
    anyLength: false,
    keepAlive: true,
    redirects: "refuse",
    ...changes,
  });
}

async function requestOf(listener: RequestListener, changes: Changes = {}) {
  return (await learnFrom(listener, changes)).request;
}

test("learns status and length of what is stable, chunked answers too", async () => {
  let asked = 0;
  const request = await requestOf((incoming, response) => {
    asked++;
    response.statusCode = incoming.url === "/x?y=1" ? 203 : 500;
    response.write("héllo");
    response.end("!");
  });
  expect(request).toEqual({
    method: "GET",
    path: "/x?y=1",
    headers: {},
    body: "",
    expect: { status: 203, bodyBytes: 7, body: Buffer.from("héllo!").toString("latin1") },
  });
  expect(asked).toBeGreaterThanOrEqual(20);
});

test("tells of debug mode where the first answer does", async () => {
  const page = '<html><body>Shop<div id="djDebug"></div></body></html>';
  const { debugMark } = await learnFrom((_, response) => response.end(page));
  expect(debugMark).toMatch(/django-debug-toolbar/);
  expect(await learnFrom((_, response) => response.end("Shop"))).not.toHaveProperty("debugMark");
});

test("keeps nothing of a body that varies all over, whole seconds of a clock among it, and none that is long", async () => {
  let count = 10;
  const expected = { status: 200, bodyBytes: null };
  const counting = await requestOf((_, response) => response.end(`${count++}`));
  expect(counting.expect).toEqual(expected);
  const clock = await requestOf((_, response) =>
    response.end(new Date().toISOString().slice(17, 19)),
  );
  expect(clock.expect).toEqual(expected);
  const long = await requestOf((_, response) => response.end("x".repeat(65_537)));
  expect(long.expect).toEqual({ status: 200, bodyBytes: 65_537 });
  const longCounting = await requestOf((_, response) =>
    response.end(`${count++}`.padEnd(65_537, "x")),
  );
  expect(longCounting.expect).toEqual({ status: 200, bodyBytes: null });
});

test.each([
  ["127.0.0.1", true],
  ["127.0.0.1", false],
  ["::1", true],
  ["::1", false],
])("asks %s as a load does that keeps its connections: %s", async (host, keepAlive) => {
  const heads = new Set<string>();
  const server = createTcpServer((socket) => {
    socket.once("data", (bytes) => {
      heads.add(bytes.toString("latin1"));
      socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const { request } = await learnRequest({
    host,
    port,
    request: getOf("/get"),
    anyLength: false,
    keepAlive,
    redirects: "refuse",
  });
  // The verifier asks once more, before it is loaded.
  const task = { host, port, workloads: [], customRequests: [request], keepAlive, seed: 1 };
  expect((await verify(task)).differences).toEqual([]);
  server.close();
  expect([...heads]).toEqual([requestBytes(request, hostHeader({ host, port }), keepAlive)]);
});

test("learns of bodies that vary what they begin and end with, whatever their length", async () => {
  let count = 98;
  const page = () => `<title>Rows</title><p>Query ${count++} took ${count / 7} ms</p></html>`;
  const varying = await requestOf((_, response) => response.end(page()));
  const ends = { start: "<title>Rows</title><p>", end: "</p></html>" };
  expect(varying.expect).toEqual({ status: 200, bodyBytes: null, ends });
  const bare = await requestOf((_, response) => response.end("x".repeat(count++ % 3)));
  expect(bare.expect).toEqual({ status: 200, bodyBytes: null });
});

test("a length that was the same twenty times is none of what varies", async () => {
  let count = 10;
  const answer = () => `<p>Query took ${count++} ms</p>`;
  const { expect: expected } = await requestOf((_, response) => response.end(answer()));
  expect(expected).toEqual({ status: 200, bodyBytes: null, ends: { start: "<p>", end: "</p>" } });
});

test("with any length allowed keeps nothing of bodies that did not vary yet", async () => {
  const { expect: expected } = await requestOf((_, response) => response.end("{}"), {
    anyLength: true,
  });
  expect(expected).toEqual({ status: 200, bodyBytes: null });
});

test.each([
  ["fails now and then", (n: number) => (n % 5 === 4 ? 500 : 200), /got 500 in 4 of 20/],
  ["is not there", () => 404, /got 404 in 20 of 20/],
  ["changes its mind", (n: number) => (n < 7 ? 200 : 204), /got 200 and 204/],
])("refuses a status that %s", async (_, statusOf, message) => {
  let asked = 0;
  const learning = learnFrom((__, response) => {
    response.statusCode = statusOf(asked++);
    response.end();
  });
  await expect(learning).rejects.toThrow(message);
});

test("tells of an app that may not know the name that it is asked by", async () => {
  const learning = learnFrom((_, response) => response.writeHead(400).end());
  await expect(learning).rejects.toThrow(/got 400 in 20 of 20 .*--header="Host: example\.org"/);
});

test("names a rate limit", async () => {
  let asked = 0;
  const learning = learnFrom((_, response) => {
    if (++asked > 15) response.writeHead(429, { "Retry-After": "10" });
    response.end();
  });
  await expect(learning).rejects.toThrow(
    "expected a status from 200 to 299, got 429 (a rate limit, Retry-After: 10) after 15 requests, in 5 of 20",
  );
  asked = -85;
  const { closing } = await learnFrom((_, response) => {
    if (++asked > 15) response.writeHead(429);
    response.end();
  });
  expect(closing).toEqual({ kind: "limits", refusal: "429 (a rate limit)" });
});

test("names a server that says when to come again, and one that does not", async () => {
  const refusing = (headers: Record<string, string>) =>
    learnFrom((_, response) => void response.writeHead(503, headers).end());
  await expect(refusing({ "Retry-After": "3" })).rejects.toThrow(
    /got 503 \(a limit, or too much to do, Retry-After: 3\) from the first request on, in 20 of 20.*switch it off/,
  );
  await expect(refusing({})).rejects.toThrow(/got 503 in 20 of 20 answers\. A failing request/);
});

test("asks twenty times and no more where nobody wants to know what becomes of connections", async () => {
  let asked = 0;
  const { closing } = await learnFrom(
    (_, response) => {
      asked++;
      response.end("hi");
    },
    { keepAlive: true, leavesClosing: true },
  );
  expect(asked).toBe(20);
  expect(closing).toEqual({ kind: "keeps" });
});

test("sees what becomes of a connection that is to be kept", async () => {
  const closings = async (listener: RequestListener, keepAlive = true) =>
    (await learnFrom(listener, { keepAlive })).closing;
  const answer: RequestListener = (_, response) => response.end("hi");
  expect(await closings(answer)).toEqual({ kind: "keeps" });
  const announcing: RequestListener = (_, response) => {
    response.setHeader("Connection", "close");
    response.end("hi");
  };
  expect(await closings(announcing, false)).toEqual({ kind: "keeps" });
  for (const most of [1, 100]) {
    const told = new WeakMap<object, number>();
    const last: RequestListener = ({ socket }, response) => {
      const count = (told.get(socket) ?? 0) + 1;
      told.set(socket, count);
      if (count === most) response.setHeader("Connection", "close");
      response.end("hi");
    };
    expect(await closings(last)).toEqual({ kind: "announces", answers: most });
    const asked = new WeakMap<object, number>();
    const silent: RequestListener = ({ socket }, response) => {
      const count = (asked.get(socket) ?? 0) + 1;
      asked.set(socket, count);
      // Its headers promise that it stays open.
      response.setHeader("Connection", "keep-alive");
      response.end("hi", () => void (count >= most && socket.end()));
    };
    expect(await closings(silent)).toEqual({ kind: "unannounced", answers: most });
  }
});

test("says how far it came with a server that hangs up", async () => {
  let asked = 0;
  const learning = learnFrom((_, response) => {
    if (asked++ < 3) response.end("hi");
    else response.destroy();
  });
  await expect(learning).rejects.toThrow(/expected 20 answers, got 3, then: /);
});

test("learns a body of 9 MiB by its length", async () => {
  const body = Buffer.alloc(9 * 2 ** 20, "x");
  const request = await requestOf((_, response) => void response.end(body));
  expect(request.expect).toEqual({ status: 200, bodyBytes: body.length });
});

/** `/a` leads to `/b?c=1`, and that to `/d`. */
const redirecting: RequestListener = ({ url }, response) => {
  const to = {
    "/a": "/b?c=1",
    "/b?c=1": "d",
    "/circle": "/circle",
    "/away": "http://localhost:1/x",
    "/secure": "https://localhost/x",
  }[url!];
  response.writeHead(to === undefined ? 200 : 307, to === undefined ? {} : { Location: to });
  response.end(to === undefined ? "here" : "");
};

test.each([
  [
    "/a",
    /GET \/a: expected the answer itself, got 307, which leads to \/b\?c=1.*--path=\/b\?c=1 .*--follow/,
  ],
  [
    "/away",
    /leads to http:\/\/localhost:1\/x on another server: say --url=http:\/\/localhost:1\/x/,
  ],
  [
    "/secure",
    /leads to https:\/\/localhost\/x on another server: say --url=https:\/\/localhost\/x/,
  ],
])("a redirect is no answer: %s", async (path, message) => {
  await expect(requestOf(redirecting, { path })).rejects.toThrow(message);
});

test("a redirect is followed within the server if so wished, or measured itself", async () => {
  const followed = await requestOf(redirecting, { path: "/a", redirects: "follow" });
  expect(followed).toMatchObject({ path: "/d", expect: { status: 200, body: "here" } });
  const itself = await requestOf(redirecting, { path: "/a", redirects: "measure" });
  expect(itself).toMatchObject({ path: "/a", expect: { status: 307, bodyBytes: 0 } });
});

test.each(["/circle", "/away"])("a redirect that cannot be followed is told: %s", async (path) => {
  await expect(requestOf(redirecting, { path, redirects: "follow" })).rejects.toThrow(
    /where it has been|another server/,
  );
});

test("learns of JSON which values are stable, and of the others their type", async () => {
  let count = 0;
  const request = await requestOf((_, response) => {
    response.setHeader("Content-Type", "Application/JSON; charset=utf-8");
    const id = `${count++}`.repeat(count);
    response.end(
      JSON.stringify({ id, name: "Ada", tags: ["a", count], list: Array(count).fill(0) }),
    );
  });
  expect(request.expect).toEqual({
    status: 200,
    bodyBytes: null,
    contentType: "application/json",
    fields: [
      { path: [], type: "object" },
      { path: ["id"], type: "string" },
      { path: ["name"], type: "string", value: "Ada" },
      { path: ["tags"], type: "array" },
      { path: ["tags", 0], type: "string", value: "a" },
      { path: ["tags", 1], type: "number" },
      { path: ["list"], type: "array" },
      { path: ["list", 0], type: "number", value: 0 },
    ],
  });
});

test("a date in JSON will vary, though twenty answers had the same", async () => {
  const today = new Date().toISOString().slice(0, 10);
  const { expect: expected } = await requestOf((_, response) =>
    response.end(JSON.stringify({ today, born: "1815-12-10" })),
  );
  expect(expected.bodyBytes).toBeNull();
  expect(expected.fields!.slice(1)).toEqual([
    { path: ["today"], type: "string" },
    { path: ["born"], type: "string", value: "1815-12-10" },
  ]);
});

test("learns any request, each time with a number of its own, and the verifier asks for the same", async () => {
  const heads = new Set<string>();
  const bodies = new Set<string>();
  const server = createServer((incoming, response) => {
    const { method, url, rawHeaders } = incoming;
    heads.add([method, url, ...rawHeaders.slice(2)].join());
    void text(incoming).then((body) => {
      bodies.add(body);
      response.writeHead(201, { "X-Is": "made" });
      return response.end(`<p>${body}</p>`);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const request: AskedRequest = {
    method: "PATCH",
    path: "/x",
    headers: { "Content-Type": "text/plain" },
    body: "é{n}",
    numbers: { from: 1000, count: 9000 },
    wanted: { status: 201, headers: { "x-is": "made" } },
  };
  const lesson = { host: "127.0.0.1", port, anyLength: false, keepAlive: true } as const;
  const { request: learnt } = await learnRequest({ ...lesson, redirects: "refuse", request });
  expect(learnt).toMatchObject({
    numbers: request.numbers,
    expect: { status: 201, bodyBytes: null, ends: { start: "<p>", end: "</p>" } },
  });
  expect(bodies.size).toBeGreaterThanOrEqual(20);
  const task = { ...lesson, workloads: [], customRequests: [learnt], seed: 1 };
  expect((await verify(task)).differences).toEqual([]);
  expect([...heads]).toEqual(["PATCH,/x,Content-Type,text/plain,Content-Length,6"]);
});

test("a server that takes a value but once is learnt, and verified before every round", async () => {
  const taken = new Set<string>();
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      response.writeHead(taken.has(body) ? 409 : 201);
      taken.add(body);
      return response.end("ok");
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const request: AskedRequest = {
    method: "POST",
    path: "/orders",
    headers: {},
    body: "{n}",
    numbers: { from: 100_000_000, count: 900_000_000 },
    wanted: {},
  };
  const lesson = { host: "127.0.0.1", port, anyLength: false, keepAlive: true } as const;
  const { request: learnt } = await learnRequest({ ...lesson, redirects: "refuse", request });
  const task = { ...lesson, workloads: [], customRequests: [learnt], seed: 1 };
  for (const _round of [1, 2, 3]) expect((await verify(task)).differences).toEqual([]);
});

test.each<[AskedRequest["wanted"], RegExp]>([
  [{ status: 201 }, /PATCH http.*"@expect" status 201, got 200 .* in answer 1 of 20/],
  [{ contentType: "text/html" }, /Content-Type: text\/html, got no Content-Type/],
  [{ matches: { pattern: "^no", flags: "" } }, /a match of \/\^no\/, got .*ok/],
  [{ fields: [{ path: ["ok"], type: "boolean", value: true }] }, /\$\.ok: true, got \$\.ok: false/],
])("an answer that is not as was said is told: %j", async (wanted, message) => {
  const request: AskedRequest = { ...getOf("/x"), method: "PATCH", wanted };
  const learning = learnFrom((_, response) => response.end('{"ok":false}'), { request });
  await expect(learning).rejects.toThrow(message);
});

test("a body that is said is checked, and not what else twenty answers had in common", async () => {
  const wanted: AskedRequest["wanted"] = { matches: { pattern: "ok", flags: "" } };
  const { expect: expected } = await requestOf((_, response) => response.end('{"ok":1}'), {
    request: { ...getOf("/x"), wanted },
  });
  expect(expected).toEqual({ status: 200, bodyBytes: null, ...wanted });
});

/** A list that every POST makes longer, and what is not there. */
function shop(): RequestListener {
  let orders = 0;
  return ({ method, url }, response) => {
    if (method === "POST") orders++;
    response.statusCode = url === "/orders" ? 200 : 404;
    response.end(method === "POST" ? "made" : `{"orders":${orders},"of":"shop"}`);
  };
}

const post: AskedRequest = { ...getOf("/orders"), method: "POST", body: "{}" };

async function learnAll(listener: RequestListener, requests: Record<string, AskedRequest>) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const how = { anyLength: false, keepAlive: true, redirects: "refuse" as const };
  const named = Object.entries(requests).map(([name, request]) => ({ name, request }));
  return await learnRequests({ host: "127.0.0.1", port, ...how }, named);
}

test("what one request changes is seen to vary in the answers of another", async () => {
  const [list, make] = await learnAll(shop(), { list: getOf("/orders"), make: post });
  expect(list!.request.expect).toMatchObject({
    bodyBytes: null,
    fields: [
      { path: [], type: "object" },
      { path: ["orders"], type: "number" },
      { path: ["of"], type: "string", value: "shop" },
    ],
  });
  expect(make!.request).toMatchObject({ method: "POST", expect: { bodyBytes: 4, body: "made" } });
  const alone = await learnAll(shop(), { list: getOf("/orders") });
  expect(alone[0]!.request.expect.body).toBe('{"orders":0,"of":"shop"}');
});

test("of several requests those that cannot be learnt are named, with how to go on without them", async () => {
  const none = getOf("/none");
  const asked = {
    list: getOf("/orders"),
    none,
    make: post,
    other: { ...none, method: "PUT" as const },
  };
  await expect(learnAll(shop(), asked)).rejects.toThrow(
    /^expected answers to 4 requests that can be measured, got 2 without:\n {2}none: GET .*\/none: expected a status from 200 to 299, got 404 in 20 of 20.*\n {2}other: PUT .*\nWhat to do: leave out what cannot be: --only='list,make'; or say/,
  );
});

test("an answer of a success that reads like an error page is told, unless somebody said what is right", async () => {
  const failing: RequestListener = (_, response) =>
    response.setHeader("Content-Type", "text/html").end("<h1>Fatal error</h1>no folder");
  const [one] = await learnAll(failing, { page: getOf("/") });
  expect(one!.errorLine).toBe("Fatal error");
  const said: AskedRequest = { ...getOf("/"), wanted: { status: 200 } };
  const [other] = await learnAll(failing, { page: said });
  expect(other).not.toHaveProperty("errorLine");
});
