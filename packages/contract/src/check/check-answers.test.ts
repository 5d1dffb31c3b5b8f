import { numbered } from "@stackbench/http1";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type AnswerSample,
  type LoadRequest,
  type WorkloadId,
  workloadIds,
} from "@stackbench/model";
import {
  hashSortBody,
  hashSortChecksum,
  itemBody,
  seededItem,
  seededListBody,
} from "../answers/index.ts";
import { loadFor } from "../load/load-for.ts";
import type { Load } from "../load/load-for.ts";
import { editedName, editedQuantity } from "../seed.ts";
import type { Flaw } from "../testing/flaw.ts";
import { startReferenceServer } from "../testing/reference-server.ts";
import type { ReferenceServer } from "../testing/reference-server.ts";
import { startTestDatabase } from "../testing/test-database.ts";
import type { TestDatabase } from "../testing/test-database.ts";
import { createClient } from "../verify/client.ts";
import { checkAnswers } from "./check-answers.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database[Symbol.asyncDispose]());

let sent = 0;

/** Sends requests of the load, and keeps the bodies of right status and length, as a generator would. */
async function sample(
  server: ReferenceServer,
  { requests, sequence }: Load,
  most: number,
): Promise<AnswerSample[]> {
  const client = createClient(server, performance.now() + 30_000);
  const answers: AnswerSample[] = [];
  for (let asked = 0; asked < most; asked++) {
    const index = sequence[asked % sequence.length]!;
    const { numbers } = requests[index]!;
    const number = numbers && numbers.from + sent++;
    const request = numbered(requests[index]!, number);
    const { status, body } = await client.ask(request);
    const { bodyBytes } = request.expect;
    expect(status).toBe(request.expect.status);
    expect(body.length).toBe(bodyBytes ?? body.length);
    const latin1 = body.toString("latin1");
    answers.push({ request: index, ...(number && { number }), body: latin1, count: 1 });
  }
  return answers;
}

describe.each(workloadIds)("answers of %s under load", (workload) => {
  test("of a right server are right", async () => {
    await using server = await startReferenceServer({ databaseUrl: database.url });
    const load = loadFor(workload, 5);
    const most = workload === "items" ? 300 : 10;
    // Of a second window in the same sitting, too: it meets what the first has left in the rows.
    for (const each of [load, loadFor(workload, 6), load]) {
      const answers = await sample(server, each, most);
      expect(checkAnswers({ workload, requests: each.requests, answers })).toEqual({
        checked: most,
        wrong: 0,
      });
    }
  });
});

describe("a server that is right while verified", () => {
  test.each<[WorkloadId, Flaw, string]>([
    ["hash-sort", "wrong-checksum", "GET /hash-sort?loopCount=1&seed=100"],
    ["lookup", "lookup-off-by-one", "GET /lookup?seed=100"],
    ["render-name", "name-unescaped", "GET /render-name?name=Ada%20%3C100000"],
    ["render-table", "rows-and-columns-swapped", "GET /render-table"],
    ["items", "list-unordered", "GET /items?after="],
  ])(
    "and then answers %s with bodies of the same length is found: %s",
    async (workload, flaw, request) => {
      await using server = await startReferenceServer({ databaseUrl: database.url });
      const load = loadFor(workload, 5);
      const right = await sample(server, load, 5);
      server.turn(flaw);
      const wrong = await sample(server, load, 12);
      const { requests } = load;
      const found = checkAnswers({ workload, requests, answers: [...right, ...wrong] });
      expect(found.checked).toBe(17);
      expect(found.wrong).toBeGreaterThan(0);
      expect(found.wrong).toBeLessThanOrEqual(12);
      expect(found.first).toMatchObject({ workload, request: expect.stringContaining(request) });
      expect(found.first!.expected).not.toBe(found.first!.got);
    },
  );
});

test("hash-sort: no more than 24 are computed again, the first and the last among them", () => {
  const { requests } = loadFor("hash-sort", 5);
  const input = { loopCount: 1, seed: 123_456 };
  const wrong = { request: 0, number: input.seed, count: 1, body: "wrong" };
  const answers = Array.from({ length: 100 }, () => wrong);
  expect(checkAnswers({ workload: "hash-sort", requests, answers })).toMatchObject({
    checked: 24,
    wrong: 24,
  });
  const bodies = answers.map((answer, place) =>
    place === 0 || place === 99 ? answer : { ...answer, body: hashSortBody(input) },
  );
  expect(checkAnswers({ workload: "hash-sort", requests, answers: bodies })).toMatchObject({
    checked: 24,
    wrong: 2,
  });
});

test("the parameter is part of what is checked, and long answers are checked the fewer", () => {
  const { requests } = loadFor("hash-sort:loopCount=20", 5);
  const input = { loopCount: 20, seed: 123_456 };
  const right = { request: 0, number: input.seed, count: 1, body: hashSortBody(input) };
  const answers = Array.from({ length: 100 }, () => right);
  const workload = "hash-sort:loopCount=20" as const;
  expect(checkAnswers({ workload, requests, answers })).toEqual({ checked: 12, wrong: 0 });
  // What one loop fewer gives has the same length.
  const fewer = hashSortBody(input, hashSortChecksum({ ...input, loopCount: 19 }));
  expect(fewer).toHaveLength(right.body.length);
  const wrong = [{ ...right, body: fewer }, ...answers.slice(1)];
  expect(checkAnswers({ workload, requests, answers: wrong })).toMatchObject({
    checked: 12,
    wrong: 1,
    first: { workload, request: "GET /hash-sort?loopCount=20&seed=123456" },
  });
});

test("one of many that take longest is checked", () => {
  const { requests } = loadFor("hash-sort:loopCount=240", 5);
  const input = { loopCount: 240, seed: 123_456 };
  const answer = { request: 0, number: input.seed, count: 1, body: "wrong" };
  const answers = [answer, answer, answer];
  expect(checkAnswers({ workload: "hash-sort:loopCount=240", requests, answers })).toMatchObject({
    checked: 1,
    wrong: 1,
  });
});

describe("rows of items", () => {
  const list = loadFor("items", 5).requests.find(({ path }) => path.startsWith("/items?"))!;
  const after = Number(/after=(\d+)/.exec(list.path)![1]);
  const check = (body: string, request: LoadRequest) =>
    checkAnswers({
      workload: "items",
      requests: [request],
      answers: [{ request: 0, body, count: 3 }],
    });
  const get: LoadRequest = { ...list, path: "/items/17" };
  const edited = (id: number, quantity = editedQuantity(id), name = editedName(1_234_567_890)) =>
    itemBody({ id, name, quantity });

  test("are as seeded, or as an update of the load leaves them", () => {
    for (const body of [itemBody(seededItem(17)), edited(17)]) {
      expect(check(body, get)).toEqual({ checked: 3, wrong: 0 });
    }
    for (const body of [
      itemBody(seededItem(18)),
      edited(18),
      edited(17, 1 + editedQuantity(17)),
      edited(17, editedQuantity(17), "edit-x234567890"),
    ]) {
      expect(check(body, get)).toMatchObject({ checked: 3, wrong: 3, first: { got: body } });
    }
  });

  test("stand in a page in the order of their ids", () => {
    const body = seededListBody(after, 20);
    const id = after + 3;
    const changed = body.replace(itemBody(seededItem(id)), edited(id));
    expect(changed).not.toBe(body);
    for (const right of [body, changed]) expect(check(right, list).wrong).toBe(0);
    const shifted = seededListBody(after === 0 ? 1 : after - 1, 20);
    expect(check(shifted, list).wrong).toBe(3);
  });
});

test("custom: bodies that vary are held against what all begin and end with", () => {
  const expected = { status: 200, bodyBytes: null, ends: { start: '{"took":', end: '"ok"}' } };
  const request = { method: "GET", path: "/x", headers: {}, body: "", expect: expected } as const;
  const of = (body: string) => ({ request: 0, body, count: 1 });
  const checked = (...bodies: string[]) =>
    checkAnswers({ workload: "custom", requests: [request], answers: bodies.map(of) });
  expect(checked('{"took":1,"is":"ok"}', '{"took":22,"is":"ok"}')).toEqual({
    checked: 2,
    wrong: 0,
  });
  expect(checked('{"took":1,"is":"no"}')).toMatchObject({
    wrong: 1,
    first: { got: expect.stringContaining("no") as string },
  });
  // Both must fit in, one behind the other.
  expect(checked('{"took":"ok"}', '{"error":1}', '{"took":ok"}')).toMatchObject({ wrong: 2 });
});

test("custom: held against the body that was learnt, and against nothing where none was", () => {
  const learnt: LoadRequest = {
    method: "GET",
    path: "/x",
    headers: {},
    body: "",
    expect: { status: 200, bodyBytes: 3, body: "\u00e9ab" },
  };
  const answers = ["\u00e9ab", "\u00e9ac"].map((body) => ({ request: 0, body, count: 2 }));
  expect(checkAnswers({ workload: "custom", requests: [learnt], answers })).toMatchObject({
    checked: 4,
    wrong: 2,
    first: { workload: "custom", request: "GET /x" },
  });
  const { body: _, ...expected } = learnt.expect;
  expect(
    checkAnswers({ workload: "custom", requests: [{ ...learnt, expect: expected }], answers }),
  ).toEqual({ checked: 0, wrong: 0 });
});

test("custom: JSON is held against the values that are stable, text against a pattern", () => {
  const request = { method: "GET", path: "/x", headers: {}, body: "" } as const;
  const known = { status: 200, bodyBytes: null };
  const fields = [
    { path: [], type: "object" as const },
    { path: ["id"], type: "number" as const },
    { path: ["all", 0], type: "string" as const, value: "é" },
  ];
  const check = (expected: LoadRequest["expect"], body: string) =>
    checkAnswers({
      workload: "custom",
      requests: [{ ...request, expect: expected }],
      answers: [{ request: 0, body: Buffer.from(body).toString("latin1"), count: 1 }],
    });
  expect(check({ ...known, fields }, '{"all":["é",2],"id":7}')).toEqual({ checked: 1, wrong: 0 });
  for (const [body, got] of [
    ['{"all":["e"],"id":7}', '$.all[0]: "e"'],
    ['{"all":["é"],"id":null}', "$.id: null"],
    ["[]", "$: []"],
    ["<p>", '"<p>"'],
  ] as const) {
    expect(check({ ...known, fields }, body)).toMatchObject({ wrong: 1, first: { got } });
  }
  const matches = { pattern: "^É$", flags: "iu" };
  expect(check({ ...known, matches }, "é").wrong).toBe(0);
  expect(check({ ...known, matches }, "e").wrong).toBe(1);
});
