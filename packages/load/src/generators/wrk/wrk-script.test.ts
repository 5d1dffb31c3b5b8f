import type { IncomingMessage, ServerResponse } from "node:http";
import type { LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import { answerHello, helloServer } from "../../testing/hello-server.ts";
import { helloRequest, loadSpec } from "../../testing/load-spec.ts";
import { failed, measure } from "../../testing/measure.ts";
import { isAbsent } from "../../testing/is-absent.ts";
import { wrkScript } from "./wrk-script.ts";

const numbers = { from: 1_000_000_000, count: 9_000_000_000 };

const get: LoadRequest = { ...helloRequest, path: "/x?seed={n}", numbers };
const put = (id: number): LoadRequest => ({
  ...helloRequest,
  method: "PUT",
  path: `/items/${id}`,
  body: '{"name":"edit-{n}"}',
  numbers,
});

/** Answers, and keeps what stood for `{n}` in each request. */
function collecting(seen: string[]) {
  return async (request: IncomingMessage, response: ServerResponse) => {
    let sent = request.url!;
    for await (const part of request as AsyncIterable<Buffer>) sent += part.toString();
    seen.push(/(?:seed=|edit-)(\d{10})\b/.exec(sent)?.[1] ?? `none in ${sent}`);
    answerHello(request, response);
  };
}

test.skipIf(isAbsent("wrk"))(
  "wrk sends other numbers in each request, in all threads, in warm-up and window",
  { timeout: 30_000 },
  async () => {
    const seen: string[] = [];
    const handle = collecting(seen);
    await using server = await helloServer((...both) => void handle(...both));
    const requests = [get, ...Array.from({ length: 600 }, (_, id) => put(id))];
    const sequence = requests.map((_, index) => index);
    const spec = loadSpec({ port: server.port, requests, sequence, threads: 2, connections: 4 });
    const result = await measure("wrk", spec, { warmUpSeconds: 1, seconds: 1 });
    expect(failed(result)).toBe(0);
    expect(result.succeeded).toBeGreaterThan(100);
    expect(seen.filter((number) => !/^[1-9]\d{9}$/.test(number))).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test.skipIf(isAbsent("wrk"))(
  "wrk sends other numbers where there is one request only",
  async () => {
    const seen: string[] = [];
    const handle = collecting(seen);
    await using server = await helloServer((...both) => void handle(...both));
    await measure("wrk", loadSpec({ port: server.port, requests: [get] }), { seconds: 1 });
    expect(seen.length).toBeGreaterThan(100);
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test("a request without numbers is made once, outside Lua", () => {
  expect(wrkScript(loadSpec())).not.toContain("function request");
});
