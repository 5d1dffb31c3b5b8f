import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workloadIds, type Difference, type WorkloadId } from "@stackbench/model";
import { flaws } from "../testing/flaw.ts";
import type { Flaw } from "../testing/flaw.ts";
import { startReferenceServer } from "../testing/reference-server.ts";
import { startTestDatabase } from "../testing/test-database.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { openItemTable } from "./item-table.ts";
import { verify } from "./verify.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** The workload that gives each flaw away, and a piece of the line that a row would show. */
const giveaways: Record<Flaw, { workload: WorkloadId; shows: string }> = {
  "hello-with-line-feed": {
    workload: "hello",
    shows: 'hello GET /hello: expected "Hello, world!", got "Hello, world!\\n"',
  },
  "hello-as-html": {
    workload: "hello",
    shows: "expected Content-Type: text/plain, got Content-Type: text/html",
  },
  "unknown-path-found": { workload: "hello", shows: "expected status 404, got 200 an empty body" },
  "any-method": {
    workload: "hello",
    shows: 'routing POST /hello : expected status 404 or 405, got 200 "Hello, world!"',
  },
  "needs-whole-head-at-once": {
    workload: "hello",
    shows: "GET /hello in three packets: expected an answer, got ",
  },
  "closes-unannounced": {
    workload: "hello",
    shows: "GET /hello, 4 times on one connection: expected an answer to each",
  },
  "never-closes": {
    workload: "hello",
    shows: "with Connection: close: expected closed within 3000 ms, got still open",
  },
  "dies-of-bad-input": {
    workload: "lookup",
    shows: "lookup GET /lookup?seed=x: expected status 400, got closed without an answer",
  },
  "not-healthy": { workload: "hello", shows: "healthz GET /healthz: expected status 200, got 503" },
  "no-http": {
    workload: "hello",
    shows: 'got no HTTP answer: expected "HTTP/1.x", got "hello there',
  },
  silent: {
    workload: "hello",
    shows: "GET /hello: expected status 200, got no answer within ",
  },
  "silent-halfway": { workload: "hello", shows: "got closed after " },
  "wrong-checksum": {
    workload: "hash-sort",
    shows: '"checksum":"c2e2f97838f71337d2bf3d652e9df4',
  },
  "cached-checksum": { workload: "hash-sort", shows: "&loopCount=1: expected " },
  "seed-shared-between-requests": { workload: "hash-sort", shows: "GET /hash-sort?seed=" },
  "keys-in-other-order": { workload: "hash-sort", shows: 'got {"seed":1,"loopCount":10,' },
  "blanks-in-json": { workload: "hash-sort", shows: 'got {"loopCount": 10,"seed": 1,' },
  "json-as-text": {
    workload: "lookup",
    shows: "expected Content-Type: application/json, got Content-Type: text/plain",
  },
  "range-unchecked": {
    workload: "hash-sort",
    shows: "GET /hash-sort?loopCount=0: expected status 400, got 200",
  },
  "trailing-characters-taken": {
    workload: "report",
    shows: "GET /report?mb=64x: expected status 400, got 200",
  },
  "error-as-text": {
    workload: "lookup",
    shows: "expected Content-Type: application/json, got Content-Type: text/plain",
  },
  "lookup-off-by-one": {
    workload: "lookup",
    shows: 'expected {"seed":1,"hits":3583}, got {"seed":1,"hits":3584}',
  },
  "report-of-other-size": { workload: "report", shows: 'got {"mb":3,' },
  "upstream-not-awaited": {
    workload: "upstream",
    shows: "GET /upstream: expected an answer after 50 ms at the earliest, got after ",
  },
  "name-unescaped": { workload: "render-name", shows: "<script>alert(" },
  "quotes-unescaped": { workload: "render-name", shows: "R&amp;D" },
  "rows-and-columns-swapped": { workload: "render-table", shows: "<td>1,0</td>" },
  "row-missing": { workload: "render-table", shows: "6 rows of 4 cells, got " },
  "malformed-json-breaks": { workload: "items", shows: "expected status 400, got 500" },
  "body-of-first-packet": { workload: "items", shows: "POST /items in four packets: expected " },
  "location-missing": { workload: "items", shows: "expected location: /items/" },
  "created-as-200": { workload: "items", shows: "expected status 201, got 200" },
  "items-in-memory": { workload: "items", shows: "then the table: expected the row {" },
  "update-not-stored": { workload: "items", shows: 'then the table: expected the row {"id":' },
  "update-of-all-rows": {
    workload: "items",
    shows: "expected the 10000 rows of before, unchanged, got 10000 rows, not all as they were",
  },
  "delete-without-effect": {
    workload: "items",
    shows: "then the table: expected no such row, got",
  },
  "delete-of-unknown-acknowledged": {
    workload: "items",
    shows: "items DELETE /items/999999999: expected status 404, got 204",
  },
  "list-unordered": { workload: "items", shows: 'GET /items: expected [{"id":1,' },
  "limit-ignored": { workload: "items", shows: "items GET /items?after=" },
  "after-included": { workload: "items", shows: "items GET /items?after=" },
  "long-name-taken": { workload: "items", shows: "expected status 400, got 201" },
  "name-counted-in-units": { workload: "items", shows: "🚀" },
  "name-as-latin1": { workload: "items", shows: "Łódź" },
  "quantity-as-string-taken": {
    workload: "items",
    shows: '{"name":"x","quantity":"1"}: expected status 400, got 201',
  },
  "refused-but-stored": {
    workload: "items",
    shows: "the table items after all requests: expected every refused or deleted item gone, got",
  },
};

describe("verify", () => {
  test("finds nothing wrong with a right server, and leaves the table as it was", async () => {
    await database.reset();
    await using server = await startReferenceServer({ databaseUrl: database.url });
    await using table = openItemTable(database.url);
    const before = await table.state(null);
    for (const seed of [1, 2, 2_147_483_647]) {
      const verification = await verify({
        ...server,
        databaseUrl: database.url,
        workloads: workloadIds,
        seed,
      });
      expect(verification.differences).toEqual([]);
      expect(verification.checks).toBeGreaterThan(150);
    }
    expect(await table.state(null)).toEqual(before);
  });

  test.each(flaws)("finds %s", async (flaw) => {
    const { workload, shows } = giveaways[flaw];
    if (workload === "items") await database.reset();
    await using server = await startReferenceServer({ databaseUrl: database.url, flaw });
    const request = { databaseUrl: database.url, workloads: [workload], seed: 20_260_301 };
    const limits = flaw === "silent" ? { requestMs: 400, totalMs: 1000 } : undefined;
    const { differences } = await verify({ ...server, ...request }, limits);
    const line = differences.map(lineOf).find((candidate) => candidate.includes(shows));
    expect(line, differences.map(lineOf).join("\n")).toBeDefined();
    for (const difference of differences) expect(lineOf(difference).length).toBeLessThan(900);
  });

  test("asks only for the workloads that it was asked about", async () => {
    await using server = await startReferenceServer({ flaw: "lookup-off-by-one" });
    const { differences } = await verify({ ...server, workloads: ["hello", "report"], seed: 3 });
    expect(differences).toEqual([]);
  });

  test("checks items by their answers alone where nobody may look into the table", async () => {
    await using right = await startReferenceServer({ databaseUrl: database.url });
    const passed = await verify({ ...right, workloads: ["items"], seed: 5 });
    expect(passed.differences).toEqual([]);
    expect(passed.checks).toBeGreaterThan(50);
    await using without = await startReferenceServer();
    const { differences } = await verify({ ...without, workloads: ["items"], seed: 5 });
    expect(differences.map(lineOf).join("\n")).toContain(
      "items GET /items/10000: expected status 200, got 404",
    );
  });

  test("checks a request of an app that does not speak the contract", async () => {
    await using server = await startReferenceServer({ flaw: "not-healthy" });
    const request = (bodyBytes: number | null, status = 200) => {
      const only = {
        method: "GET" as const,
        path: "/hello",
        headers: {},
        body: "",
        expect: { status, bodyBytes },
      };
      return { ...server, workloads: [], customRequests: [only], seed: 6 };
    };
    expect(await verify(request(13))).toEqual({ checks: 10, differences: [] });
    expect(await verify(request(null))).toEqual({ checks: 5, differences: [] });
    const [longer] = (await verify(request(12))).differences;
    expect(lineOf(longer!)).toBe("custom GET /hello: expected a body of 12 bytes, got 13 bytes");
    const [other] = (await verify(request(null, 204))).differences;
    expect(lineOf(other!)).toContain("expected status 204, got 200");
  });

  test("ends when its time is over, whatever is still to be asked", async () => {
    await using server = await startReferenceServer({ databaseUrl: database.url, flaw: "silent" });
    const request = { databaseUrl: database.url, workloads: workloadIds, seed: 4 };
    const limits = { requestMs: 150, totalMs: 300 };
    const { differences } = await verify({ ...server, ...request }, limits);
    const got = differences.map((difference) => difference.got).join("\n");
    expect(got).toContain("no answer within ");
    expect(got).toContain("not asked: the verification took too long");
  });

  test("ends at once where nobody listens", async () => {
    const server = await startReferenceServer();
    await server[Symbol.asyncDispose]();
    const verification = await verify({ ...server, workloads: ["hello"], seed: 1 });
    expect(verification.differences).toEqual([
      {
        workload: "healthz",
        request: "GET /healthz",
        expected: "status 200",
        got: "connection refused",
      },
    ]);
  });

  test("says so when the database itself cannot be reached", async () => {
    await using server = await startReferenceServer();
    const databaseUrl = "postgres://postgres@127.0.0.1:1/postgres";
    await expect(verify({ ...server, databaseUrl, workloads: ["items"], seed: 1 })).rejects.toThrow(
      "cannot look into the table items: connect ECONNREFUSED",
    );
  });
});

function lineOf({ workload, request, expected, got }: Difference): string {
  return `${workload} ${request}: expected ${expected}, got ${got}`;
}
