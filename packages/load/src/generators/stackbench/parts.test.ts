import { setTimeout as sleep } from "node:timers/promises";
import { Histogram } from "@stackbench/statistics";
import { loadResultSchema, type LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import { createGenerator } from "../../generators.ts";
import { answerHello, helloServer } from "../../testing/hello-server.ts";
import { helloRequest, loadSpec } from "../../testing/load-spec.ts";
import { measure } from "../../testing/measure.ts";

const paths = ["/fast", "/slow", "/wrong"];
const requests: LoadRequest[] = paths.map((path) => ({ ...helloRequest, path }));
/** Ten requests: six fast, three slow, one wrong. */
const mixed = { requests, sequence: [0, 0, 1, 0, 2, 0, 1, 0, 1, 0], parts: [0, 1, 2] };

test("tells times and errors of each part apart, and they add up to those of the window", async () => {
  const residencesMs: Record<string, Histogram> = {
    "/fast": new Histogram(),
    "/slow": new Histogram(),
  };
  await using server = await helloServer((request, response) => {
    const began = performance.now();
    if (request.url === "/wrong") return void response.writeHead(500).end();
    const waitMs = request.url === "/slow" ? 60 : 15;
    void sleep(waitMs).then(() => {
      answerHello(request, response);
      residencesMs[request.url!]!.record(Math.round((performance.now() - began) * 10_000));
    });
  });
  const spec = { ...loadSpec({ port: server.port, connections: 4 }), ...mixed };
  const load = await measure("stackbench", spec, { seconds: 2 });
  expect(loadResultSchema.parse(load)).toEqual(load);
  const [fast, slow, wrong] = load.parts!;
  expect(load.parts!.map(({ succeeded }) => succeeded)).toEqual(load.succeededByRequest);
  expect(fast!.serviceTime.count + slow!.serviceTime.count).toBe(load.serviceTime.count);
  expect(wrong).toMatchObject({ succeeded: 0, errors: load.errors, serviceTime: { count: 0 } });
  for (const [part, path] of [
    [fast!, "/fast"],
    [slow!, "/slow"],
  ] as const) {
    const known = residencesMs[path]!.percentile(50);
    const told = Histogram.fromData(part.serviceTime).percentile(50);
    expect(Math.abs(told / known - 1), `${path}: ${told} against ${known}`).toBeLessThan(0.05);
  }
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
