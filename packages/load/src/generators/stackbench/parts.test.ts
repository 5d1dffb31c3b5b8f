import { Histogram } from "@stackbench/statistics";
import {
  loadErrorKinds,
  loadResultSchema,
  type LoadLevel,
  type LoadRequest,
} from "@stackbench/model";
import { expect, test } from "vitest";
import { Tally } from "../../agent/tally.ts";
import { createGenerator } from "../../generators.ts";
import { answerHello, helloServer } from "../../testing/hello-server.ts";
import { helloRequest, loadSpec } from "../../testing/load-spec.ts";
import { measure } from "../../testing/measure.ts";

const paths = ["/fast", "/slow", "/wrong"];
const requests: LoadRequest[] = paths.map((path) => ({ ...helloRequest, path }));
/** Ten requests: six fast, three slow, one wrong. */
const mixed = { requests, sequence: [0, 0, 1, 0, 2, 0, 1, 0, 1, 0], parts: [0, 1, 2] };

const slowMs = 60;

test("tells times and errors of each part apart, and they add up to those of the window", async () => {
  await using server = await helloServer((request, response) => {
    if (request.url === "/wrong") return void response.writeHead(500).end();
    setTimeout(() => answerHello(request, response), request.url === "/slow" ? slowMs : 0);
  });
  const spec = { ...loadSpec({ port: server.port, connections: 4 }), ...mixed };
  const load = await measure("stackbench", spec, { seconds: 1 });
  expect(loadResultSchema.parse(load)).toEqual(load);
  const [fast, slow, wrong] = load.parts!;
  expect(load.parts!.map(({ succeeded }) => succeeded)).toEqual(load.succeededByRequest);
  expect(fast!.serviceTime.count + slow!.serviceTime.count).toBe(load.serviceTime.count);
  expect(wrong).toMatchObject({ succeeded: 0, errors: load.errors, serviceTime: { count: 0 } });
  // A lower bound holds on any machine; a timer may be early by a millisecond.
  expect(slow!.serviceTime.min).toBeGreaterThan((slowMs - 2) * 10_000);
  expect(load.serviceTime.min).toBe(fast!.serviceTime.min);
});

const levels: LoadLevel[] = [
  { loop: "closed", connections: 4 },
  { loop: "open", connections: 4, ratePerSecond: 400, arrivals: "constant" },
];

test.each(levels)(
  "what found no connection, and what was never sent, is of a part too: $loop loop",
  async (level) => {
    let diesAt = Infinity;
    await using server = await helloServer((request, response) => {
      answerHello(request, response);
      if (server.asked() === diesAt) void server[Symbol.asyncDispose]();
    });
    const hooks = { onStart: async () => void (diesAt = server.asked() + 60) };
    const spec = { ...loadSpec({ port: server.port, timeoutMs: 300 }), ...mixed, level };
    const load = await measure("stackbench", spec, { seconds: 0.6, hooks });
    expect(loadResultSchema.parse(load)).toEqual(load);
    const parts = load.parts!;
    for (const kind of loadErrorKinds) {
      const ofParts = parts.reduce((sum, { errors }) => sum + (errors[kind] ?? 0), 0);
      expect(ofParts, kind).toBe(load.errors[kind] ?? 0);
    }
    const unfinished = parts.reduce((sum, part) => sum + part.unfinished, 0);
    expect(unfinished).toBe(load.unfinished);
    expect(load.succeeded).toBeGreaterThan(0);
    expect(load.errors.connect).toBeGreaterThan(0);
    if (load.kind !== "open") return;
    // Once nobody listens the connections wait before they try again, longer and longer: most arrivals find none.
    expect(load.schedule.unsent).toBeGreaterThan(0);
    const lost = parts.map(({ errors, unfinished: left }) => (errors.connect ?? 0) + left);
    expect(Math.min(...lost)).toBeGreaterThan(0);
  },
);

test("a part's median is that of its own times, by a clock that is known", () => {
  const tally = new Tally(2, 0, false, [0, 1]);
  tally.mark(0, 10_000);
  for (let sentMs = 0; sentMs < 5000; sentMs += 10) {
    for (const [index, ms] of [2, 80].entries()) {
      tally.send(sentMs, sentMs, sentMs, undefined);
      const ended = { sentMs, intendedMs: sentMs };
      tally.end(sentMs + ms, sentMs);
      tally.succeed(sentMs + ms, ended, index, 200);
    }
  }
  const { window } = tally.report({
    cpuMs: 0,
    wallMs: 1,
    unansweredConnections: 0,
    schedule: undefined,
  });
  const medians = window!.parts!.map(({ serviceTime }) =>
    Histogram.fromData(serviceTime).percentile(50),
  );
  expect(Math.abs(medians[0]! / 20_000 - 1)).toBeLessThan(0.002);
  expect(Math.abs(medians[1]! / 800_000 - 1)).toBeLessThan(0.002);
  expect(window!.parts!.map(({ succeeded }) => succeeded)).toEqual([500, 500]);
});

test("tells of no parts where the load is no mix", async () => {
  await using server = await helloServer();
  expect(await measure("stackbench", loadSpec({ port: server.port }))).not.toHaveProperty("parts");
});

test.each(["autocannon", "wrk"] as const)("%s, which cannot, refuses a mix", (id) => {
  expect(createGenerator(id).refuses({ ...loadSpec(), ...mixed })).toBe(
    `${id} does not tell the parts of a mix apart: leave it out, or use --generator=stackbench`,
  );
});
