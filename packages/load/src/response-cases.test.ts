import { expect, test } from "vitest";
import { caseServer, pathOf, responseCases, type ExpectedReading } from "@stackbench/http1/testing";
import type { LoadRequest, LoadSpec } from "@stackbench/model";
import { loadSpec } from "./testing/load-spec.ts";
import { failed, measure } from "./testing/measure.ts";

const loops: Record<string, (connections: number) => LoadSpec["level"]> = {
  closed: (connections) => ({ loop: "closed", connections }),
  open: (connections) => ({
    loop: "open",
    connections,
    ratePerSecond: 200,
    arrivals: "constant",
  }),
};

const plain = responseCases.find(({ name }) => name === "HTTP/1.1 keeps")!;

/** The generator asks no HEAD. */
const asked = (kind: ExpectedReading["kind"]) =>
  responseCases.filter((each) => each.judged.kind === kind && each.method === undefined);

function requestOf(each: (typeof responseCases)[number]): LoadRequest {
  const { judged } = each;
  const expected =
    judged.kind === "answer"
      ? { status: judged.status, bodyBytes: judged.body.length }
      : { status: 200, bodyBytes: 13 };
  return { method: "GET", path: pathOf(each), headers: {}, body: "", expect: expected };
}

async function load(loop: string, kind: ExpectedReading["kind"], port: number) {
  // A load without one right answer is no window.
  const requests = [...asked(kind), plain].map(requestOf);
  return await measure(
    "stackbench",
    {
      ...loadSpec({ port, requests, sequence: requests.map((_, index) => index) }),
      level: loops[loop]!(8),
    },
    { seconds: 1 },
  );
}

for (const loop of Object.keys(loops)) {
  test(`every answer that RFC 9110 and 9112 allow is one to the generator (${loop} loop)`, async () => {
    await using server = await caseServer();
    const result = await load(loop, "answer", server.port);
    expect(result.errors).toEqual({});
    for (const [index, each] of asked("answer").entries()) {
      expect(result.succeededByRequest[index], each.name).toBeGreaterThan(0);
    }
    // Whether the connection carries another request is what the answer said.
    for (const each of asked("answer")) {
      if (each.judged.kind !== "answer" || each.closes) continue;
      const sockets = server.askedOn(pathOf(each));
      const ended = sockets.filter((socket) => socket.destroyed);
      if (!each.judged.keepAlive) expect(ended.length, each.name).toBe(sockets.length);
    }
  });

  test.each([
    ["refused", "protocol"],
    ["cut-off", "closed"],
  ] as const)(
    `what is %s is an error of kind "%s" to the generator (${loop} loop)`,
    async (kind, error) => {
      await using server = await caseServer();
      const result = await load(loop, kind, server.port);
      expect(result.succeeded).toBe(result.succeededByRequest.at(-1));
      expect(Object.keys(result.errors)).toEqual([error]);
      expect(failed(result)).toBeGreaterThan(0);
      for (const each of asked(kind)) {
        expect(server.askedOn(pathOf(each)).length, each.name).toBeGreaterThan(0);
      }
    },
  );
}
