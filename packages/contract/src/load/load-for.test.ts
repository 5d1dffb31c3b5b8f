import { numbered } from "@stackbench/http1";
import { describe, expect, test } from "vitest";
import { loadRequestSchema, plainWorkloads, type LoadRequest } from "@stackbench/model";
import { afterAll, beforeAll } from "vitest";
import { snapshot } from "../audit/audit.ts";
import { createClient } from "../verify/client.ts";
import { startReferenceServer } from "../testing/reference-server.ts";
import { startTestDatabase } from "../testing/test-database.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { lookupBody } from "../answers/index.ts";
import { editedQuantity, seededQuantity, seededRows } from "../seed.ts";
import { loadFor } from "./load-for.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const parametrised = [
  "hash-sort:loopCount=20",
  "upstream:ms=0",
  "report:mb=3",
  "items.list:limit=1",
  "items.list:limit=100",
] as const;

/** The least and the greatest number of a request; undefined where it has none. */
function ends({ numbers }: LoadRequest): (number | undefined)[] {
  return numbers ? [numbers.from, numbers.from + numbers.count - 1] : [undefined];
}

describe.each([...plainWorkloads, ...parametrised])("the load of %s", (workload) => {
  test("is equal for equal seeds and names every request", () => {
    const load = loadFor(workload, 7);
    expect(loadFor(workload, 7)).toEqual(load);
    for (const request of load.requests) loadRequestSchema.parse(request);
    expect(load.sequence.toSorted((a, b) => a - b)).toEqual(load.requests.map((_, index) => index));
  });

  test("is answered by a right server with the expected status and length", async () => {
    await using server = await startReferenceServer({ databaseUrl: database.url });
    const client = createClient(server, performance.now() + 50_000);
    const { requests, sequence } = loadFor(workload, 11);
    await snapshot({ databaseUrl: database.url, requests });
    const sent = sequence
      .slice(0, 120)
      .flatMap((index) =>
        ends(requests[index]!).map((number) => numbered(requests[index]!, number)),
      );
    const answers = await Promise.all(
      sent.map(async ({ method, path, headers, body, expect: expected }) => {
        const response = await client.ask({ method, path, headers, ...(body && { body }) });
        const bodyBytes = expected.bodyBytes === null ? null : response.body.length;
        return { method, path, status: response.status, bodyBytes };
      }),
    );
    expect(answers).toEqual(
      sent.map(({ method, path, expect: expected }) => ({ method, path, ...expected })),
    );
  });
});

test.each([
  ["hash-sort", "/hash-sort?loopCount=1&seed=123456"],
  ["hash-sort:loopCount=20", "/hash-sort?loopCount=20&seed=123456"],
  ["lookup", "/lookup?seed=123456"],
] as const)("%s asks for another seed each time, in the range of seeds", (workload, path) => {
  const [request] = loadFor(workload, 1).requests;
  expect(numbered(request!, 123_456).path).toBe(path);
  const { from, count } = request!.numbers!;
  expect(from + count - 1).toBeLessThanOrEqual(1_000_000);
});

test("the answer to a lookup has one length, whatever the seed", () => {
  const [request] = loadFor("lookup", 1).requests;
  // 50,000 lookups go through the 14,000 residues three times and through 8,000 of them once more.
  for (let seed = 100_000; seed < 1_000_000; seed += 9_973) {
    expect(lookupBody(seed)).toHaveLength(request!.expect.bodyBytes!);
  }
});

test("render-name greets another name each time, with characters to escape", () => {
  const [request] = loadFor("render-name", 1).requests;
  const { path } = numbered(request!, 1_234_567_890);
  const name = new URL(path, "http://x").searchParams.get("name");
  expect(name).toBe('Ada <1234567890> & "co"');
});

describe("the load of items", () => {
  const { requests, sequence } = loadFor("items", 5);
  const isList = ({ path }: LoadRequest) => path.startsWith("/items?");

  test("is half reads, a fifth pages, a fifth updates, a tenth creates, no deletes", () => {
    const share = (matches: (request: LoadRequest) => boolean) =>
      requests.filter(matches).length / requests.length;
    expect(share((request) => request.method === "GET" && !isList(request))).toBe(0.5);
    expect(share(isList)).toBe(0.2);
    expect(share(({ method }) => method === "PUT")).toBe(0.2);
    expect(share(({ method }) => method === "POST")).toBe(0.1);
  });

  test("is what its operations send, each also by itself", () => {
    for (const [workload, method] of [
      ["items.get", "GET"],
      ["items.list", "GET"],
      ["items.post", "POST"],
      ["items.put", "PUT"],
      ["items.delete", "DELETE"],
    ] as const) {
      const alone = loadFor(workload, 5).requests;
      expect(new Set(alone.map((request) => request.method))).toEqual(new Set([method]));
      expect(alone.every((request) => isList(request) === (workload === "items.list"))).toBe(true);
    }
  });

  test("mixes them: every tenth part of the sequence holds all kinds", () => {
    const part = sequence.length / 10;
    for (let start = 0; start < sequence.length; start += part) {
      const methods = sequence.slice(start, start + part).map((index) => requests[index]!.method);
      expect([...new Set(methods)].toSorted()).toEqual(["GET", "POST", "PUT"]);
    }
  });

  test("updates different seeded rows with names of the same length that no seeded row has", () => {
    const updates = requests
      .filter(({ method }) => method === "PUT")
      .map((request) => numbered(request));
    const ids = updates.map(({ path }) => Number(path.slice("/items/".length)));
    expect(new Set(ids).size).toBe(updates.length);
    for (const id of ids) expect(id).toBeLessThanOrEqual(seededRows);
    for (const { body } of updates)
      expect(body).toMatch(/^\{"name":"edit-\d{10}","quantity":\d{3}\}$/);
  });

  test("writes no value twice: each name has a number of its own", () => {
    for (const { method, body, numbers } of requests) {
      expect(numbers !== undefined).toBe(method !== "GET");
      if (numbers) expect(body).toMatch(/^\{"name":"(edit|made)-\{n\}","quantity":\d{3}\}$/);
    }
  });

  test("leaves no row as it was seeded", () => {
    for (let id = 1; id <= seededRows; id++)
      expect(editedQuantity(id)).not.toBe(seededQuantity(id));
  });

  test("knows the length of every answer but that to a create", () => {
    for (const { method, expect: expected } of requests) {
      expect(expected.bodyBytes === null).toBe(method === "POST");
    }
  });
});
