import { describe, expect, test } from "vitest";
import { loadRequestSchema, workloadIds } from "@stackbench/model";
import type { LoadRequest } from "@stackbench/model";
import { afterAll, beforeAll } from "vitest";
import { createClient } from "../verify/client.ts";
import { startReferenceServer } from "../testing/reference-server.ts";
import { startTestDatabase } from "../testing/test-database.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { seededRows } from "../seed.ts";
import { loadFor } from "./load-for.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

describe.each(workloadIds)("the load of %s", (workload) => {
  test("is equal for equal seeds and names every request", () => {
    const load = loadFor(workload, 7);
    expect(loadFor(workload, 7)).toEqual(load);
    for (const request of load.requests) loadRequestSchema.parse(request);
    expect(load.sequence.toSorted((a, b) => a - b)).toEqual(load.requests.map((_, index) => index));
  });

  test("is answered by a right server with the expected status and length", async () => {
    await using server = await startReferenceServer({ databaseUrl: database.url });
    const client = createClient(server.host, server.port, performance.now() + 50_000);
    const { requests, sequence } = loadFor(workload, 11);
    const sent = sequence.slice(0, 120).map((index) => requests[index]!);
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

test("hash-sort asks for one loop of many seeds, others in each window", () => {
  const paths = loadFor("hash-sort", 1).requests.map(({ path }) => path);
  expect(new Set(paths).size).toBe(512);
  for (const path of paths) expect(path).toMatch(/^\/hash-sort\?loopCount=1&seed=\d+$/);
  const others = new Set(loadFor("hash-sort", 2).requests.map(({ path }) => path));
  expect(paths.filter((path) => others.has(path)).length).toBeLessThan(10);
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

  test("mixes them: every tenth part of the sequence holds all kinds", () => {
    const part = sequence.length / 10;
    for (let start = 0; start < sequence.length; start += part) {
      const methods = sequence.slice(start, start + part).map((index) => requests[index]!.method);
      expect([...new Set(methods)].toSorted()).toEqual(["GET", "POST", "PUT"]);
    }
  });

  test("updates different seeded rows with names of the same length that no seeded row has", () => {
    const updates = requests.filter(({ method }) => method === "PUT");
    const ids = updates.map(({ path }) => Number(path.slice("/items/".length)));
    expect(new Set(ids).size).toBe(updates.length);
    for (const id of ids) expect(id).toBeLessThanOrEqual(seededRows);
    for (const { body } of updates)
      expect(body).toMatch(/^\{"name":"edit-\d{10}","quantity":\d{3}\}$/);
  });

  test("knows the length of every answer but that to a create", () => {
    for (const { method, expect: expected } of requests) {
      expect(expected.bodyBytes === null).toBe(method === "POST");
    }
  });
});
