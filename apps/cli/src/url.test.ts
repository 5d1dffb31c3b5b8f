import { freePort } from "@stackbench/host";
import { repositoryRoot } from "@stackbench/session";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { held, quick, quickRounds, reachedIn, type Rows } from "./testing/quick-rows.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { serve } from "./testing/serve.ts";
import { usageErrorOf } from "./testing/usage-error-of.ts";

/** `--url` as people use it: servers that run before, and go on afterwards. */
let out: string;
let app: ChildProcess;
let appUrl: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-url-"));
  const port = await freePort();
  appUrl = `http://127.0.0.1:${port}`;
  app = spawn(process.execPath, ["src/server.ts"], {
    cwd: join(repositoryRoot, "stacks/node-http"),
    env: { ...process.env, HOST: "127.0.0.1", PORT: `${port}` },
    stdio: "inherit",
  });
  while (!(await isUp(appUrl))) await new Promise((resolve) => setTimeout(resolve, 50));
});
afterAll(async () => {
  app.kill();
  await once(app, "exit");
  await rm(out, { recursive: true });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const isUp = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Measures servers that do not speak the contract, named by what is given, with a path. */
const measureLearnt = (...given: readonly string[]) =>
  runBench([...given, "--json", `--out=${out}`, ...quick]);

test("a server that speaks the contract is verified, measured as it is, and left running", async () => {
  const { code, stdout, stderr } = await runBench([
    `--url=${appUrl}`,
    "--workload=hello,lookup",
    "--json",
    `--out=${out}`,
    ...quick,
  ]);
  expect(heldCodes, stderr).toContain(code);
  const { rows } = JSON.parse(stdout) as Rows;
  const variant = appUrl.slice("http://".length).replace(":", "-");
  expect(rows.map((row) => [row.stack, row.variant, row.workload, held(row.status)])).toEqual([
    ["url", variant, "hello", "measured"],
    ["url", variant, "lookup", "measured"],
  ]);
  const [hello] = rows;
  expect(hello!.cautions.find(({ kind }) => kind === "external-server")?.message).toMatch(
    /neither tuned nor started anew/,
  );
  if (process.platform === "linux") expect(hello!.cpuUserMicrosPerRequest).toBeGreaterThan(0);
  expect(await isUp(appUrl)).toBe(true);
});

test("one request of apps that do not speak it is learnt, compared, and shown again", async () => {
  const [one, other] = await Promise.all([
    serve((_, response) => response.end("four")),
    serve((_, response) => setTimeout(() => response.end("same"), 5)),
  ]);
  const { code, stdout, stderr } = await measureLearnt(
    `--url=${one}/any?where=1`,
    `--url=${other}/any?where=1`,
  );
  expect(heldCodes, stderr).toContain(code);
  const { runId, rows } = JSON.parse(stdout) as Rows;
  expect(rows.map((row) => [row.workload, held(row.status)])).toEqual([
    ["custom", "measured"],
    ["custom", "measured"],
  ]);
  const again = await benchHere(["report", runId, `--out=${out}`]);
  expect(again.stdout).toContain("GET /any?where=1 (200, 4 bytes)");
  const kept = JSON.parse(await readFile(join(out, runId, "run.json"), "utf8")) as {
    plan: { experiment: { customRequests: { request: { path: string } }[] } };
  };
  const asked = kept.plan.experiment.customRequests.map(({ request }) => request.path);
  expect(asked).toEqual(["/any?where=1"]);
});

test("bodies that vary and a server that closes its connections are measured as they are, side by side", async () => {
  const page = () => `<p>took ${performance.now()} ms</p>`;
  const [varying, closing] = await Promise.all([
    serve((_, response) => response.end(page())),
    serve((_, response) => {
      response.setHeader("Connection", "close");
      response.end(page());
    }),
  ]);
  const { code, stdout, stderr } = await measureLearnt(`--url=${varying},${closing}`, "--path=/");
  expect(heldCodes, stderr).toContain(code);
  const { rows } = JSON.parse(stdout) as Rows;
  expect(rows.map(({ status }) => held(status))).toEqual(["measured", "measured"]);
  const kinds = rows.flatMap(({ cautions }) => cautions.map(({ kind }) => kind));
  expect(kinds).not.toContain("errors");
  expect(kinds).not.toContain("other-bodies");
  expect(stderr).toContain("begin and end with (3 and 4 bytes)");
  expect(stderr).toContain(`${closing} closes each connection after its answer, and says so`);
});

test.each([["--no-keep-alive"], []])(
  "an app that echoes headers is asked as it was when learnt %s",
  async (...given) => {
    const url = await serve(({ url: path, rawHeaders }, response) =>
      response.end(JSON.stringify({ path, rawHeaders })),
    );
    const { code, stdout, stderr } = await measureLearnt(`--url=${url}`, "--path=/get", ...given);
    // Of its short windows none may be valid on a busy machine.
    expect([0, 5], stderr).toContain(code);
    const { rows } = JSON.parse(stdout) as Rows;
    expect(rows.map((row) => [row.workload, held(row.status)])).toEqual([["custom", "measured"]]);
    expect(stderr).toContain("they were all the same");
    expect(rows[0]!.cautions.map(({ kind }) => kind)).not.toContain("errors");
  },
);

test("a server on a unix socket is measured as one on a port, and its CPU is known", async () => {
  const path = join(out, "app.sock");
  const server = createServer((request, response) => response.end(request.headers.host));
  servers.push(server);
  server.listen(path);
  await once(server, "listening");
  const { code, stdout, stderr } = await measureLearnt(`--url=unix:${path}:/x`);
  expect(heldCodes, stderr).toContain(code);
  const { runId, rows } = JSON.parse(stdout) as Rows;
  expect(rows.map((row) => [row.variant, held(row.status)])).toEqual([
    [`unix-${encodeURIComponent(path)}`, "measured"],
  ]);
  expect(rows[0]!.cautions.map(({ kind }) => kind)).not.toContain("errors");
  if (process.platform === "linux") expect(rows[0]!.cpuUserMicrosPerRequest).toBeGreaterThan(0);
  const kept = await reachedIn(out, runId);
  expect(kept).toEqual([{ transport: "unix", at: path }]);
});

test.each([false, true])(
  "verify asks an app that echoes headers as it is asked under load, where it closes its connections too: %s",
  async (closes) => {
    const url = await serve(({ rawHeaders }, response) => {
      if (closes) response.setHeader("Connection", "close");
      response.end(rawHeaders.join());
    });
    const given = [`--url=${url}`, "--contract=none", "--path=/get"];
    const { code, stdout, stderr } = await runBench(["verify", ...given]);
    expect(stdout).toContain("1 verified, 0 failed");
    expect(code).toBe(0);
    const [learnt] = /^GET \/get: 20 answers .*$/m.exec(stderr)!;
    expect(learnt).toContain("they were all the same");
    const planned = await runBench([...given, "--dry-run", `--out=${out}`]);
    expect(planned.stderr).toContain(learnt);
  },
);

test("an open loop works too", async () => {
  const url = await serve((_, response) => response.end("hi"));
  const { code, stdout } = await runBench([
    `--url=${url}`,
    "--contract=none",
    "--path=/",
    "--rate=200",
    "--json",
    `--out=${out}`,
    ...quick,
  ]);
  expect(heldCodes).toContain(code);
  expect(JSON.parse(stdout)).toMatchObject({ rows: [{ workload: "custom", ratePerSecond: 200 }] });
});

test("without a contract and a path the front page is asked for", async () => {
  const url = await serve(({ url: path }, response) => response.end(path));
  const { code, stderr } = await measureLearnt(`--url=${url}/`, "--contract=none");
  expect(heldCodes, stderr).toContain(code);
  expect(stderr).toContain(
    "GET /: 20 answers of each server with status 200 and bodies of 1 bytes",
  );
});

test("an app that answers 200 to all is told how it would be measured without the contract", async () => {
  const url = await serve((_, response) => response.end("hi"));
  const { code, stderr } = await runBench([
    `--url=${url}/`,
    "--workload=hello",
    `--out=${out}`,
    ...quick,
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/answers 200, where the contract says 404; .*--path=\/, /);
});

test("answers that change after they were learnt are a failed row", async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    response.statusCode = asked++ < 20 ? 200 : 500;
    response.end("hi");
  });
  const { code, stdout } = await runBench([
    `--url=${url}`,
    "--contract=none",
    "--path=/",
    "--json",
    `--out=${out}`,
    ...quick,
  ]);
  expect(code).toBe(1);
  const [row] = (JSON.parse(stdout) as Rows).rows;
  expect(row).toMatchObject({ status: "failed", failure: { stage: "verify" } });
  expect(row!.failure!.message).toMatch(/GET \/: expected status 200, got 500/);
});

test("a server that goes away between windows is a failed row, and the others are measured", async () => {
  const going = createServer((_, response) => response.end("hi")).listen(0, "127.0.0.1");
  await once(going, "listening");
  const staying = await serve((_, response) => response.end("hi"));
  const url = `http://127.0.0.1:${(going.address() as AddressInfo).port}`;
  const { code, stdout } = await runBench(
    [
      `--url=${url},${staying}`,
      "--contract=none",
      "--path=/",
      "--json",
      `--out=${out}`,
      ...quickRounds(3),
    ],
    (stderr) => {
      if (!stderr.includes("[2/6]") || !going.listening) return;
      going.close();
      going.closeAllConnections();
    },
  );
  expect(code).toBe(1);
  const { rows } = JSON.parse(stdout) as Rows;
  expect(rows.map(({ status }) => held(status)).toSorted()).toEqual(["failed", "measured"]);
});

test("Ctrl-C keeps what was measured, and the run can be resumed", async () => {
  const before = await readdir(out);
  const url = await serve((_, response) => response.end("hi"));
  let interrupted = false;
  const first = await runBench(
    [`--url=${url}`, "--contract=none", "--path=/", `--out=${out}`, ...quickRounds(3)],
    (stderr, kill) => {
      if (interrupted || !stderr.includes("[2/3]")) return;
      interrupted = true;
      kill("SIGINT");
    },
  );
  expect(first.code).toBe(130);
  const runId = (await readdir(out)).find((name) => !before.includes(name));
  const second = await runBench(["run", "--resume", runId!, "--json", `--out=${out}`]);
  expect(heldCodes, second.stderr).toContain(second.code);
  const { rows } = JSON.parse(second.stdout) as { rows: { windows: { measured: number } }[] };
  expect(rows[0]!.windows.measured).toBe(3);
});

test("verify tells what of the contract a server keeps", async () => {
  const right = await runBench(["verify", `--url=${appUrl}`]);
  expect(right).toMatchObject({ code: 0 });
  expect(right.stdout).toMatch(/^ok {6}url:127\.0\.0\.1-\d+ {2}\d+ checks/);
  const url = await serve((_, response) => response.end("Hello, wrld!"));
  const wrong = await runBench(["verify", `--url=${url}`, "--workload=hello"]);
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain("Hello, wrld!");
});

test("an app that does not speak the contract is asked for its front page where nothing else was said", async () => {
  const url = await serve(({ url: path }, response) => {
    response.statusCode = path === "/" ? 200 : 404;
    response.end(path);
  });
  const { code, stdout, stderr } = await measureLearnt(`--url=${url}/`);
  expect(heldCodes, stderr).toContain(code);
  expect(stderr).toContain(
    `${url}/healthz answers 404, where the contract says 200; asked for / in its place`,
  );
  const { rows } = JSON.parse(stdout) as Rows;
  expect(rows.map((row) => [row.workload, held(row.status)])).toEqual([["custom", "measured"]]);
});

test("an app that does not speak the contract is a failed row where that was asked for, and what may help is said", async () => {
  const url = await serve((_, response) => {
    response.statusCode = 404;
    response.end();
  });
  const args = [`--url=${url}`, "--workload=hello", "--json", `--out=${out}`, ...quick];
  const { code, stdout, stderr } = await runBench(args);
  expect(code).toBe(1);
  const [row] = (JSON.parse(stdout) as Rows).rows;
  expect(row!.failure!.message).toMatch(/GET \/healthz: expected status 200, got 404/);
  expect(stderr).toContain("--path=/x");
});

test.each([
  [
    ["--url=http://127.0.0.1:1"],
    /a server that runs at http:\/\/127\.0\.0\.1:1, got: connection refused/,
  ],
  [["--url=http://192.0.2.1:8000"], /load only what you own.*--allow-remote/],
  [["--url=https://127.0.0.1:1"], /a server that runs at https:.*got: connection refused/],
  [
    ["--url=http://127.0.0.1:1", "--insecure"],
    /--insecure: expected a --url= that begins with https/,
  ],
  [
    ["--url=https://127.0.0.1:1", "--ca=/nowhere.pem"],
    /--ca: expected a file of certificates.*ENOENT/,
  ],
  [["--url=https://127.0.0.1:1", "--ca=x", "--insecure"], /--insecure: expected it or --ca/],
  [["--url=http://127.0.0.1:1/x,http://127.0.0.1:2"], /one path for all servers.*\/x and none/],
  [
    ["--url=unix:/nowhere/app.sock"],
    /unix:\/nowhere\/app\.sock: expected the unix socket of a server/,
  ],
  [["verify", "--url=/nowhere/app.sock"], /got nothing at that path/],
  [["--url=https+unix://%2Fx"], /no TLS over a unix socket/],
  [["--url=http://127.0.0.1:1/x", "--path=/y"], /one path for all servers.*\/x and \/y/],
  [["--url=http://no-such-host.invalid:80"], /a host with an address/],
  [["--url=127.0.0.1:1", "--stack=fastify"], /--stack: not with --url/],
  [["--url=127.0.0.1:1", "--tuning=throughput"], /--tuning/],
  [["--url=127.0.0.1:1", "--path=/x", "--contract=1"], /--contract=1: expected no path/],
  [["--url=127.0.0.1:1/x", "--contract=1"], /--contract=1: expected no path/],
  [["--url=127.0.0.1:1,127.0.0.1:1"], /different servers/],
  [["--path=/x"], /--path: expected --url=/],
  [["--http=x.http"], /--http: expected --url=/],
  [["--url=127.0.0.1:1/x", "--http=x.http"], /--http: expected no path with it/],
  [["verify", "--url=127.0.0.1:1", "fastify"], /expected no stacks/],
])("%j is wrong usage", async (args, message) => {
  expect(await usageErrorOf(args)).toMatch(message);
});

test("a request of a file is learnt and measured: method, headers, body, and a number of its own in each", async () => {
  const asked = new Set<string>();
  const bodies = new Set<string>();
  const url = await serve((incoming, response) => {
    const { method, url: path, rawHeaders } = incoming;
    asked.add([method, path, ...rawHeaders.slice(2)].join());
    void text(incoming).then((body) => {
      bodies.add(body);
      response.writeHead(201, { "Content-Type": "application/json" });
      return response.end(
        JSON.stringify({ made: JSON.parse(body) as unknown, at: performance.now() }),
      );
    });
  });
  const file = join(out, "requests.http");
  await writeFile(
    file,
    `@host = http://localhost:1
### make
# @expect status 201
POST {{host}}/items
Content-Type: application/json

{"id":{{$randomInt 100000 1000000}}}
###
GET {{host}}/items
`,
  );
  const { code, stdout, stderr } = await measureLearnt(`--url=${url}`, `--http=${file}#make`);
  expect(heldCodes, stderr).toContain(code);
  const { rows } = JSON.parse(stdout) as Rows;
  expect(rows.map((row) => [row.workload, held(row.status)])).toEqual([["custom", "measured"]]);
  const kinds = rows.flatMap(({ cautions }) => cautions.map(({ kind }) => kind));
  expect(kinds).not.toContain("errors");
  expect(kinds).not.toContain("other-bodies");
  expect(stderr).toContain("POST /items: 20 answers of each server with status 201");
  expect(stderr).toContain("JSON with 2 values, 0 of them as expected");
  // To the last header and the length of the body the load sends what was learnt.
  expect([...asked]).toEqual(["POST,/items,Content-Type,application/json,Content-Length,13"]);
  expect(bodies.size).toBeGreaterThan(100);
  const refused = await measureLearnt(`--url=${url}`, `--http=${file}#make`, "--generator=ab");
  expect(refused.code).not.toBe(0);
  expect(refused.stderr + refused.stdout).toContain(
    "use --generator=stackbench, autocannon or wrk",
  );
});

test.each([
  [["--path=x"], /--path: expected a path/],
  [["--path=/x", "--workload=hello"], /--workload/],
])("%j with --contract=none is wrong usage", async (args, message) => {
  const url = await serve((_, response) => response.end("hi"));
  expect(await usageErrorOf([`--url=${url}`, "--contract=none", ...args])).toMatch(message);
});

test("servers that answer differently are not compared", async () => {
  const short = await serve((_, response) => response.end("hi"));
  const long = await serve((_, response) => response.end("hello"));
  const { code, stderr } = await runBench([
    `--url=${short},${long}`,
    "--contract=none",
    "--path=/",
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/200 with 2 bytes from .* and 200 with 5 bytes from/);
});
