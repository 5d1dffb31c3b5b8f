import { expect, test } from "vitest";
import type { MeasureHooks } from "@stackbench/model";
import { createGenerator } from "./generators.ts";
import { helloServer } from "./testing/hello-server.ts";
import { helloRequest, loadSpec } from "./testing/load-spec.ts";
import { localLauncher } from "./testing/local-launcher.ts";

const agents = ["stackbench", "autocannon"] as const;

const quiet: MeasureHooks = {
  onStart: () => Promise.resolve(),
  onEnd: () => Promise.resolve(),
  onProgress: () => {},
};

test.each(agents)(
  "%s turned to another case has closed the connections of the last, and serves the next as a fresh one does",
  async (id) => {
    await using server = await helloServer();
    const { port } = server;
    const signal = AbortSignal.timeout(45_000);
    const first = loadSpec({ port, connections: 5 });
    await using session = await createGenerator(id).open(localLauncher(), first);
    await session.measure(0.3, quiet, signal);
    const request = { ...helloRequest, path: "/hello?next" };
    await session.turnTo!(loadSpec({ port, connections: 2, requests: [request] }));
    await expect.poll(() => server.standing()).toBe(0);
    const asked = server.asked();
    const { load, acknowledged } = await session.measure(0.3, quiet, signal);
    expect(server.connections()).toBe(7);
    const [, , , , , ...later] = server.askedByConnection();
    expect(new Set(later.flat())).toEqual(new Set(["GET /hello?next"]));
    expect(load).toMatchObject({ errors: {}, unansweredConnections: 0, warmUp: { steady: true } });
    if (id === "stackbench") expect(acknowledged.succeeded).toBe(server.asked() - asked);
  },
);

test("turned from a closed loop to an open one it says so", async () => {
  await using server = await helloServer();
  const signal = AbortSignal.timeout(45_000);
  const closed = loadSpec({ port: server.port });
  const level = {
    loop: "open",
    connections: 4,
    ratePerSecond: 200,
    arrivals: "constant",
  } as const;
  await using session = await createGenerator("stackbench").open(localLauncher(), closed);
  const before = await session.measure(0.3, quiet, signal);
  await session.turnTo!({ ...closed, level });
  const after = await session.measure(0.3, quiet, signal);
  expect([before, after].map(({ load }) => load.generator.loop)).toEqual(["closed", "open"]);
  expect(after.load).toMatchObject({ kind: "open", schedule: { arrivals: 60 } });
});

test.each(agents)("%s never sends a number twice, whatever loads it rests between", async (id) => {
  await using server = await helloServer();
  const signal = AbortSignal.timeout(45_000);
  const numbers = { from: 1_000_000_000, count: 9_000_000_000 };
  const request = { ...helloRequest, path: "/hello?seed={n}", numbers };
  const spec = loadSpec({ port: server.port, requests: [request] });
  await using session = await createGenerator(id).open(localLauncher(), spec);
  await session.warmUp({ seconds: 0.3, atMostSeconds: 0.3 }, signal);
  await session.rest(signal);
  await session.measure(0.3, quiet, signal);
  const asked = server.askedByConnection().flat();
  expect(asked.length).toBeGreaterThan(100);
  expect(new Set(asked).size).toBe(asked.length);
});
