import { leastPaddingBytes, mostPaddingBytes, type LoadLevel } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { buildSpec } from "./build-spec.ts";

const target = { host: "127.0.0.1", port: 80 };

function specOf(level: Partial<LoadLevel>, keepAlive = true) {
  const whole = { loop: "closed", connections: 4, ...level } as LoadLevel;
  const window = { workload: "hello", level: whole, seed: 1 } as const;
  return buildSpec(experimentOf(["a:bare"], { keepAlive }), window, target);
}

test("whether connections are kept is the level's to say, and else the experiment's", () => {
  expect(specOf({}).keepAlive).toBe(true);
  expect(specOf({}, false).keepAlive).toBe(false);
  expect(specOf({ keepAlive: false }).keepAlive).toBe(false);
  expect(specOf({ keepAlive: true }, false).keepAlive).toBe(true);
});

test.each([leastPaddingBytes, 1000, mostPaddingBytes])(
  "each request is longer by %i bytes, to the byte",
  (paddingBytes) => {
    const [request] = specOf({ paddingBytes }).requests;
    const [plain] = specOf({}).requests;
    const { Cookie: cookie, ...rest } = request!.headers;
    expect({ ...request, headers: rest }).toEqual(plain);
    expect(`Cookie: ${cookie}\r\n`).toHaveLength(paddingBytes);
  },
);

test("the requests of one's own are mixed by their weights, and told apart; a single one is not", () => {
  const requestOf = (path: string) => ({
    method: "GET" as const,
    path,
    headers: {},
    body: "",
    expect: { status: 200, bodyBytes: 2 },
  });
  const customRequests = [
    { name: "a", weight: 7, request: requestOf("/a") },
    { name: "b", weight: 3, request: requestOf("/b") },
  ];
  const level = { loop: "closed", connections: 4 } as const;
  const specFor = (asked: typeof customRequests) =>
    buildSpec(
      experimentOf(["a:bare"], { customRequests: asked }),
      { workload: "custom", level, seed: 1 },
      target,
    );
  const { requests, sequence, parts } = specFor(customRequests);
  const pathsOf = (part: number) =>
    sequence.filter((index) => parts![index] === part).map((index) => requests[index]!.path);
  expect(new Set(pathsOf(0))).toEqual(new Set(["/a"]));
  expect(pathsOf(0).length / pathsOf(1).length).toBe(7 / 3);
  expect(pathsOf(1)[0]).toBe("/b");
  const alone = specFor(customRequests.slice(0, 1));
  expect([alone.sequence, alone.parts]).toEqual([[0], undefined]);
});

test("a load is on as many nodes as there are, but on no more than it has threads or connections", () => {
  const nodesOf = (generatorThreads: number, connections: number, loadNodes?: number) => {
    const level = { loop: "closed", connections } as const;
    const window = { workload: "hello", level, seed: 1 } as const;
    const given = { generatorThreads, ...(loadNodes !== undefined && { loadNodes }) };
    const { threads, nodes } = buildSpec(experimentOf(["a:bare"], given), window, target);
    return { threads, nodes };
  };
  expect(nodesOf(4, 64)).toEqual({ threads: 4, nodes: undefined });
  expect(nodesOf(4, 64, 2)).toEqual({ threads: 4, nodes: 2 });
  expect(nodesOf(4, 3, 2)).toEqual({ threads: 3, nodes: 2 });
  expect(nodesOf(4, 1, 2)).toEqual({ threads: 1, nodes: undefined });
});
