import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditRequest, LoadRequest } from "@stackbench/model";
import { loadFor } from "../load/load-for.ts";
import { createClient } from "../verify/client.ts";
import { startReferenceServer } from "../testing/reference-server.ts";
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
  const acknowledged = { succeeded: 12, errors: {}, succeededByRequest: [3, 5, 4] };

  test("are the rows before and the acknowledged creates", () => {
    expect(rowsMismatch({ before, requests, load: acknowledged }, 107)).toBeUndefined();
    expect(rowsMismatch({ before, requests, load: acknowledged }, 106)).toBe(
      "expected 100 rows before + 7 acknowledged creates = 107 rows in items, got 106",
    );
    expect(rowsMismatch({ before, requests, load: acknowledged }, 108)).toContain("got 108");
  });

  test("may be more by as many as were never answered", () => {
    const load = { ...acknowledged, errors: { timeout: 1 }, unfinished: 2 };
    for (const rows of [107, 110])
      expect(rowsMismatch({ before, requests, load }, rows)).toBeUndefined();
    expect(rowsMismatch({ before, requests, load }, 106)).toContain(
      "107 rows in items (up to 110,",
    );
    expect(rowsMismatch({ before, requests, load }, 111)).toContain("got 111");
  });

  test("are bounded by all successes where the generator does not count by request", () => {
    const load = { succeeded: 12, errors: {} };
    expect(rowsMismatch({ before, requests, load }, 112)).toBeUndefined();
    expect(rowsMismatch({ before, requests, load }, 113)).toContain("got 113");
    expect(rowsMismatch({ before, requests, load }, 99)).toContain("got 99");
  });

  test("stay as they were without creates", () => {
    const load = { succeeded: 5, errors: { timeout: 3 } };
    expect(rowsMismatch({ before, requests: [put(1, "a")], load }, 101)).toContain("got 101");
  });
});

describe("updated rows", () => {
  const requests = [put(1, "a"), put(1, "b"), put(2, "c"), put(3, "d")];
  const found = (names: string[]) =>
    names.map((name, index) => ({ id: index + 1, name, quantity: 100 }));
  const mismatch = (load: AuditRequest["load"], names: string[]) =>
    updatesMismatch(updatesOf({ requests, load }), found(names));

  test("hold a value that was acknowledged", () => {
    const load = { succeeded: 3, errors: {}, succeededByRequest: [1, 1, 1, 0] };
    expect(mismatch(load, ["b", "c", "anything"])).toBeUndefined();
    expect(mismatch(load, ["a", "c", "anything"])).toBeUndefined();
    expect(mismatch(load, ["a", "old", "anything"])).toBe(
      "1 of 2 updated rows do not hold an acknowledged value; the first: " +
        'expected {"id":2,"name":"c","quantity":100}, got {"id":2,"name":"old","quantity":100}',
    );
    expect(mismatch(load, ["a"])).toContain("got no such row");
  });

  test("may hold the value of an unanswered update only where there was one", () => {
    const load = { succeeded: 1, errors: {}, succeededByRequest: [1, 0, 0, 0] };
    expect(mismatch(load, ["b"])).toContain('expected {"id":1,"name":"a","quantity":100}, got');
    expect(mismatch({ ...load, unfinished: 1 }, ["b"])).toBeUndefined();
    expect(mismatch({ ...load, errors: { closed: 1 } }, ["b"])).toBeUndefined();
  });
});

describe("audit of a real window of writes", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  beforeEach(() => database.reset());
  afterAll(() => database[Symbol.asyncDispose]());

  /** Sends the first requests of the load once each, and counts as a generator would. */
  async function window(flaw?: Flaw): Promise<AuditRequest> {
    await using server = await startReferenceServer({
      databaseUrl: database.url,
      ...(flaw === undefined ? {} : { flaw }),
    });
    const client = createClient(server.host, server.port, performance.now() + 30_000);
    const before = await snapshot(database.url);
    const { requests, sequence } = loadFor("items", 3);
    const succeededByRequest = requests.map(() => 0);
    await Promise.all(
      sequence.slice(0, 100).map(async (index) => {
        const { expect: expected, ...request } = requests[index]!;
        const { status } = await client.ask(request);
        if (status === expected.status) succeededByRequest[index]! += 1;
      }),
    );
    return {
      databaseUrl: database.url,
      before,
      requests,
      load: { succeeded: 100, errors: {}, succeededByRequest },
    };
  }

  test("agrees where the server wrote what it acknowledged", async () => {
    const request = await window();
    expect(request.before).toEqual({ rows: 10_000 });
    expect(await audit(request)).toBeUndefined();
  });

  test("finds a server that keeps creates to itself", async () => {
    expect(await audit(await window("items-in-memory"))).toMatch(
      /^expected 10000 rows before \+ \d+ acknowledged creates = 100\d\d rows in items, got 10000$/,
    );
  });

  test("finds a server that does not store updates", async () => {
    expect(await audit(await window("update-not-stored"))).toMatch(
      /updated rows do not hold an acknowledged value; the first: expected \{.*edit-.*, got \{.*item-/,
    );
  });

  test("finds a row that was lost after it was acknowledged", async () => {
    const request = await window();
    const sql = postgres(database.url, { max: 1 });
    await sql`delete from items where id = (select max(id) from items)`;
    await sql.end();
    expect(await audit(request)).toContain("acknowledged creates");
  });
});
