import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchHere } from "./testing/bench-here.ts";
import { quickRounds } from "./testing/quick-rows.ts";
import { heldCodes, runBench } from "./testing/run-bench.ts";

/** Several requests of one's own to a server of several paths: one that is always the same, one that varies, a POST. */
let out: string;
let server: Server;
let url: string;
/** Requests by method and path, and the bodies of the POSTs. */
const counts = new Map<string, number>();
const bodies: string[] = [];

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "stackbench-several-"));
  server = createServer((incoming, response) => {
    const asked = `${incoming.method} ${incoming.url}`;
    counts.set(asked, (counts.get(asked) ?? 0) + 1);
    void text(incoming).then((body) => {
      const json = (status: number, value: unknown) =>
        response
          .writeHead(status, { "Content-Type": "application/json" })
          .end(JSON.stringify(value));
      if (asked === "GET /page") return response.end("<h1>Orders</h1>");
      if (asked === "GET /orders") return json(200, { orders: bodies.length, of: "shop" });
      if (asked !== "POST /orders") return json(404, {});
      bodies.push(body);
      return json(201, { made: (JSON.parse(body) as { id: string }).id });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(out, { recursive: true });
});

const requests = `### page
# @weight 6
GET /page
### list
# @weight 3
GET /orders
### make
POST /orders
Content-Type: application/json

{"id":"{{$uuid}}"}
`;

async function fileOf(name: string, content: string): Promise<string> {
  const file = join(out, name);
  await writeFile(file, content);
  return file;
}

const asked = 500;
const measure = (...given: readonly string[]) =>
  runBench([
    `--url=${url}`,
    ...given,
    `--out=${out}`,
    `--requests=${asked}`,
    ...quickRounds(1, 30),
  ]);

interface Told {
  runId: string;
  rows: {
    workload: string;
    errorShare: number;
    parts?: { name: string; share: number; errors: object; p50Ms: unknown }[];
    cautions: { kind: string }[];
  }[];
}

interface Kept {
  windows: { load: { succeeded: number; parts: { succeeded: number }[] } }[];
}

test("requests of a file are mixed by their weights, and told apart by name", async () => {
  const file = await fileOf("requests.http", requests);
  const { code, stdout, stderr } = await measure(`--http=${file}`, "--json");
  expect(heldCodes, stderr).toContain(code);
  const { runId, rows } = JSON.parse(stdout) as Told;
  const [row] = rows;
  expect(row).toMatchObject({ workload: "custom", errorShare: 0 });
  expect(row!.cautions.map(({ kind }) => kind)).not.toContain("other-bodies");
  expect(row!.parts!.map(({ name, share, errors }) => [name, share, errors])).toEqual([
    ["page", 0.6, {}],
    ["list", 0.3, {}],
    ["make", 0.1, {}],
  ]);
  expect(stderr).toContain("page: GET /page: 20 answers");
  // The list grows by what is posted beside it.
  expect(stderr).toMatch(/list: GET \/orders: .* JSON with 2 values, 1 of them as expected/);
  expect(stderr).toMatch(/make: POST \/orders: 20 answers of each server with status 201/);

  const kept = JSON.parse(await readFile(join(out, runId, "run.json"), "utf8")) as Kept;
  const [{ load }] = kept.windows as [Kept["windows"][0]];
  const answered = load.parts.map(({ succeeded }) => succeeded);
  expect(load.succeeded).toBe(asked);
  // Weights are exact in each ten requests of a connection, whose first and last ten may be cut.
  for (const [index, share] of [0.6, 0.3, 0.1].entries()) {
    expect(Math.abs(answered[index]! - asked * share)).toBeLessThan(40);
  }
  expect(counts.get("GET /page")).toBeGreaterThan(answered[0]!);
  expect(counts.get("POST /orders")).toBeGreaterThan(answered[2]!);
  expect(new Set(bodies).size).toBeGreaterThan(answered[2]!);

  const shown = await benchHere(["report", runId, `--out=${out}`]);
  expect(shown.stdout).toContain("page=6, list=3, make=1");
  expect(shown.stdout).toMatch(/requests to +part +share %/);
  expect(shown.stdout).toMatch(/url:127.0.0.1-\d+ +make +10 /);
  const table = await readFile(join(out, runId, "table.md"), "utf8");
  expect(table).toMatch(/\| url:127.0.0.1-\d+ \| list \| 30 \|/);
  const page = await readFile(join(out, runId, "report.html"), "utf8");
  expect(page).toContain("by request");
});

test("an SLO may be of one of them; a name that is none is refused before anyone is asked", async () => {
  const file = await fileOf("requests.http", requests);
  const before = counts.get("GET /page") ?? 0;
  const wrong = await measure(`--http=${file}`, "--slo=pages p99<1s");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain(
    '--slo: expected a request of the run (page, list, make), got "pages"; did you mean page?',
  );
  expect(counts.get("GET /page") ?? 0).toBe(before);
  const { stdout, stderr } = await runBench([
    `--url=${url}`,
    `--http=${file}`,
    `--out=${out}`,
    "--no-calibration",
    "--rounds=6",
    "--connections=4",
    "--requests=200",
    "--duration=30",
    "--warmup=0",
    "--slo=page p50<0.1ms, list errors<50%",
  ]);
  expect(stdout, stderr).toMatch(/page p50 < 0.1 ms +service time /);
  expect(stdout).toMatch(/list errors < 50 % +answers /);
});

test("one of them alone, or what is typed, is no mix; verify asks them all", async () => {
  const file = await fileOf("requests.http", requests);
  const alone = await measure(`--http=${file}`, "--only=list", "--json");
  expect(heldCodes, alone.stderr).toContain(alone.code);
  expect((JSON.parse(alone.stdout) as Told).rows[0]!.parts).toBeUndefined();
  const typed = await measure(
    "--path=/orders",
    '--header=Content-Type: application/json; charset="utf-8"',
    "--header=Accept: a, b",
    '--body={"id":"{{$uuid}}"}',
    "--dry-run",
  );
  expect(typed.code, typed.stderr).toBe(0);
  expect(typed.stderr).toContain("POST /orders: 20 answers of each server with status 201");
  const verified = await runBench(["verify", `--url=${url}`, `--http=${file}`]);
  expect(verified.stdout).toContain("1 verified, 0 failed");
});

test("of a document the GETs are asked that need nothing; what fails is named, and can be left out", async () => {
  const paths = { "/page": { get: {} }, "/gone": { get: {} }, "/orders": { get: {}, post: {} } };
  const file = await fileOf("openapi.json", JSON.stringify({ openapi: "3.1.0", paths }));
  const refused = await measure(`--openapi=${file}`);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/ GET \/gone: GET http:.* got 404 in 20 of 20 answers/);
  const [, only] = /--only='([^']+)'/.exec(refused.stderr) ?? [];
  expect(only).toBe("GET /page,GET /orders");
  const { code, stdout, stderr } = await measure(`--openapi=${file}`, `--only=${only}`, "--json");
  expect(heldCodes, stderr).toContain(code);
  const [row] = (JSON.parse(stdout) as Told).rows;
  expect(row!.parts!.map(({ name, share }) => [name, share])).toEqual([
    ["GET /page", 0.5],
    ["GET /orders", 0.5],
  ]);
});

test("a generator that does not tell requests apart says so before anything is measured", async () => {
  const file = await fileOf("requests.http", requests);
  const { code, stderr } = await runBench([`--url=${url}`, `--http=${file}`, "--generator=wrk"]);
  expect(code).toBe(2);
  expect(stderr).toContain("wrk does not tell the parts of a mix apart");
});
