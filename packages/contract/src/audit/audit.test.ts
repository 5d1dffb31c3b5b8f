import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { numbered } from "@stackbench/http1";
import type { Acknowledged, AuditRequest, LoadRequest } from "@stackbench/model";
import { loadFor } from "../load/load-for.ts";
import type { Load } from "../load/load-for.ts";
import { createClient } from "../verify/client.ts";
import { startReferenceServer } from "../testing/reference-server.ts";
import type { ReferenceServer } from "../testing/reference-server.ts";
import { startTestDatabase } from "../testing/test-database.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import type { Flaw } from "../testing/flaw.ts";
import { audit, rowsMismatch, snapshot, updatesMismatch, updatesOf } from "./audit.ts";

function post(): LoadRequest {
  const body = '{"name":"made-0000000001","quantity":100}';
  return {
    method: "POST",
    path: "/items",
    headers: {},
    body,
    expect: { status: 201, bodyBytes: null },
  };
}

function put(id: number, name: string): LoadRequest {
  const body = JSON.stringify({ name, quantity: 100 });
  return {
    method: "PUT",
    path: `/items/${id}`,
    headers: {},
    body,
    expect: { status: 200, bodyBytes: 50 },
  };
}

describe("rows after a window", () => {
  const before = { rows: 100 };
  const requests = [post(), put(1, "a"), post()];
  const acknowledged = { succeeded: 12, unknown: 0, byRequest: [3, 5, 4] };

  test("are the rows before and the acknowledged creates", () => {
    expect(rowsMismatch({ before, requests, acknowledged }, 107)).toBeUndefined();
    expect(rowsMismatch({ before, requests, acknowledged }, 106)).toBe(
      "expected 100 rows before + 7 acknowledged creates = 107 rows in items, got 106",
    );
    expect(rowsMismatch({ before, requests, acknowledged }, 108)).toContain("got 108");
  });

  test("may be more by as many as were never answered", () => {
    const other = { before, requests, acknowledged: { ...acknowledged, unknown: 3 } };
    for (const rows of [107, 110]) expect(rowsMismatch(other, rows)).toBeUndefined();
    expect(rowsMismatch(other, 106)).toContain("107 rows in items (up to 110,");
    expect(rowsMismatch(other, 111)).toContain("got 111");
  });

  test("are bounded by all successes where the generator does not count by request", () => {
    const other = { before, requests, acknowledged: { succeeded: 12, unknown: 0 } };
    expect(rowsMismatch(other, 112)).toBeUndefined();
    expect(rowsMismatch(other, 113)).toContain("got 113");
    expect(rowsMismatch(other, 99)).toContain("got 99");
  });

  test("stay as they were without creates", () => {
    const other = { before, requests: [put(1, "a")], acknowledged: { succeeded: 5, unknown: 3 } };
    expect(rowsMismatch(other, 101)).toContain("got 101");
  });
});

describe("updated rows", () => {
  const requests = [put(1, "a"), put(1, "b"), put(2, "c"), put(3, "d")];
  const found = (names: string[]) =>
    names.map((name, index) => ({ id: index + 1, name, quantity: 100 }));
  const mismatch = (acknowledged: Acknowledged, names: string[], asked = requests) =>
    updatesMismatch(updatesOf({ requests: asked, acknowledged }), found(names));

  test("hold a value that was acknowledged", () => {
    const acknowledged = { succeeded: 3, unknown: 0, byRequest: [1, 1, 1, 0] };
    expect(mismatch(acknowledged, ["b", "c", "anything"])).toBeUndefined();
    expect(mismatch(acknowledged, ["a", "c", "anything"])).toBeUndefined();
    expect(mismatch(acknowledged, ["a", "old", "anything"])).toBe(
      "1 of 2 updated rows do not hold an acknowledged value; the first: " +
        'expected {"id":2,"name":"c","quantity":100}, got {"id":2,"name":"old","quantity":100}',
    );
    expect(mismatch(acknowledged, ["a"])).toContain("got no such row");
  });

  test("may hold the value of an unanswered update only where there was one", () => {
    const acknowledged = { succeeded: 1, unknown: 0, byRequest: [1, 0, 0, 0] };
    expect(mismatch(acknowledged, ["b"])).toContain(
      'expected {"id":1,"name":"a","quantity":100}, got',
    );
    expect(mismatch({ ...acknowledged, unknown: 1 }, ["b"])).toBeUndefined();
  });

  const numberedPuts = [1, 2].map((id) => ({
    ...put(id, "edit-{n}"),
    numbers: { from: 10, count: 90 },
  }));

  test("hold one of the numbers that the generator tells, where it tells them", () => {
    const acknowledged = {
      succeeded: 9,
      unknown: 0,
      byRequest: [8, 1],
      updates: [
        { request: 0, numbers: [17, 18] },
        { request: 1, numbers: [20] },
      ],
    };
    expect(mismatch(acknowledged, ["edit-18", "edit-20"], numberedPuts)).toBeUndefined();
    expect(mismatch(acknowledged, ["edit-16", "edit-20"], numberedPuts)).toBe(
      "1 of 2 updated rows do not hold an acknowledged value; the first: " +
        'expected {"id":1,"name":"edit-17","quantity":100} or {"id":1,"name":"edit-18","quantity":100}, ' +
        'got {"id":1,"name":"edit-16","quantity":100}',
    );
  });

  test("hold any number where it counts them only, and anything where it does not even count", () => {
    const counted = { succeeded: 9, unknown: 0, byRequest: [8, 1] };
    expect(mismatch(counted, ["edit-16", "edit-99"], numberedPuts)).toBeUndefined();
    expect(mismatch(counted, ["edit-16", "item-2"], numberedPuts)).toContain(
      'expected {"id":2,"name":"edit-<a number>","quantity":100}, got {"id":2,"name":"item-2"',
    );
    expect(mismatch({ succeeded: 9, unknown: 0 }, ["x", "y"], numberedPuts)).toBeUndefined();
  });
});

describe("audit of a real window of writes", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  beforeEach(() => database.reset());
  afterAll(() => database[Symbol.asyncDispose]());

  /** Sends every tenth request of the load once each, and tells what a generator would. */
  async function pass(
    server: ReferenceServer,
    { requests, sequence }: Load,
    number: number,
  ): Promise<Acknowledged> {
    const client = createClient(server, performance.now() + 30_000);
    const byRequest = requests.map(() => 0);
    const updates: { request: number; numbers: number[] }[] = [];
    const sent = sequence.filter((_, position) => position % 10 === 0);
    await Promise.all(
      sent.map(async (request) => {
        const {
          method,
          path,
          headers,
          body,
          expect: expected,
        } = numbered(requests[request]!, number);
        const { status } = await client.ask({ method, path, headers, body });
        if (status !== expected.status) return;
        byRequest[request]! += 1;
        if (method === "PUT") updates.push({ request, numbers: [number] });
      }),
    );
    return { succeeded: sent.length, unknown: 0, byRequest, updates };
  }

  async function load(flaw?: Flaw): Promise<AuditRequest> {
    const databaseUrl = database.url;
    await using server = await startReferenceServer({ databaseUrl, ...(flaw && { flaw }) });
    const items = loadFor("items", 3);
    const before = await snapshot({ databaseUrl, requests: items.requests });
    const acknowledged = await pass(server, items, 1_234_567_890);
    return { databaseUrl, before, requests: items.requests, acknowledged };
  }

  test("agrees where the server wrote what it acknowledged", async () => {
    const request = await load();
    expect(request.before).toEqual({ rows: 10_000 });
    expect(request.acknowledged.updates!.length).toBeGreaterThan(20);
    expect(await audit(request)).toBeUndefined();
  });

  test("finds a server that keeps creates to itself", async () => {
    expect(await audit(await load("items-in-memory"))).toMatch(
      /^expected 10000 rows before \+ \d+ acknowledged creates = 100\d\d rows in items, got 10000$/,
    );
  });

  test("finds a server that does not store updates", async () => {
    expect(await audit(await load("update-not-stored"))).toMatch(
      /updated rows do not hold an acknowledged value; the first: expected \{.*edit-.*, got \{.*item-/,
    );
  });

  test("finds a server that stores the updates of the warm-up and drops those of the window", async () => {
    const databaseUrl = database.url;
    await using server = await startReferenceServer({ databaseUrl });
    const items = loadFor("items", 3);
    const before = await snapshot({ databaseUrl, requests: items.requests });
    const warmUp = await pass(server, items, 1_000_000_001);
    expect(
      await audit({ databaseUrl, before, requests: items.requests, acknowledged: warmUp }),
    ).toBeUndefined();
    server.turn("update-not-stored");
    const window = await pass(server, items, 1_000_000_002);
    const byRequest = window.byRequest!.map((count, index) => count + warmUp.byRequest![index]!);
    const acknowledged = { ...window, succeeded: 2 * window.succeeded, byRequest };
    const request = { databaseUrl, before, requests: items.requests, acknowledged };
    const rows = window.updates!.length;
    expect(await audit(request)).toMatch(
      new RegExp(
        `^${rows} of ${rows} updated rows .*expected .*edit-1000000002.*, got .*edit-1000000001`,
      ),
    );
  });

  test("finds a row that was lost after it was acknowledged", async () => {
    const request = await load();
    const sql = postgres(database.url, { max: 1 });
    await sql`delete from items where id = (select max(id) from items)`;
    await sql.end();
    expect(await audit(request)).toContain("acknowledged creates");
  });

  /** As many deletes as creates, each with a number of its own, and one of each told of before to the server. */
  async function deletesAndCreates(first?: Flaw) {
    const databaseUrl = database.url;
    await using server = await startReferenceServer({ databaseUrl });
    const requests = [
      ...loadFor("items.delete", 3).requests,
      loadFor("items.post", 3).requests[0]!,
    ];
    const before = await snapshot({ databaseUrl, requests });
    const client = createClient(server, performance.now() + 30_000);
    const byRequest = [0, 0];
    for (let n = 0; n < 6; n++) {
      if (first && n === 0) server.turn(first);
      for (const [index, request] of requests.entries()) {
        const number = request.numbers!.from + n;
        const { method, path, headers, body, expect: expected } = numbered(request, number);
        const { status } = await client.ask({ method, path, headers, ...(body && { body }) });
        expect(status).toBe(expected.status);
        byRequest[index]! += 1;
      }
      if (first && n === 0) server.turn(undefined);
    }
    const acknowledged = { succeeded: 12, unknown: 0, byRequest };
    return { databaseUrl, before, requests, acknowledged };
  }

  test("counts rows that were made to be deleted apart, and finds them all gone that were acknowledged", async () => {
    const request = await deletesAndCreates();
    expect(request.before).toEqual({ rows: 10_000, deletable: 400_000 });
    expect(await audit(request)).toBeUndefined();
    // What the next window deletes is there again, and what was made stays known.
    expect(await snapshot(request)).toEqual({ rows: 10_006, deletable: 400_000 });
  });

  test("finds one delete that was acknowledged and dropped", async () => {
    expect(await audit(await deletesAndCreates("delete-without-effect"))).toBe(
      "expected 400000 rows to be deleted - 6 acknowledged deletes = 399994 rows left of them, got 399995",
    );
  });

  test("finds one create that was stored twice, though as many deletes went too far", async () => {
    const request = await deletesAndCreates();
    const sql = postgres(database.url, { max: 1 });
    await sql`insert into items(name, quantity) select name, quantity from items where id = (select max(id) from items where id < 1000000000)`;
    await sql`delete from items where id = (select max(id) from items)`;
    await sql.end();
    expect(await audit(request)).toContain("got 10007");
  });
});
