import { ceilingArms, evenConnections } from "@stackbench/calibration";
import { createGenerator, generatorIds } from "@stackbench/load";
import { expect, test } from "vitest";

const order = {
  generators: generatorIds,
  modes: [true, false],
  threads: 3,
  connections: 64,
  places: { cpus: { server: [0], load: [1, 2, 3], database: [0] } },
};

test("every generator gets the threads it takes, and connections that divide among them", () => {
  const { arms } = ceilingArms(order, createGenerator);
  const of = (id: string) => arms.filter((arm) => arm.generator === id && arm.keepAlive);
  expect(of("stackbench")).toMatchObject([{ threads: 3, connections: 66 }]);
  expect(of("wrk")).toMatchObject([{ threads: 3, connections: 66 }]);
  expect(of("ab")).toMatchObject([{ threads: 1, connections: 64 }]);
});

test("what a generator refuses is left out and told", () => {
  // What the server speaks that ceilings are looked for with.
  const { arms, leftOut } = ceilingArms({ ...order, http2: "h2c" }, createGenerator);
  expect(arms.filter(({ generator }) => generator === "autocannon")).toMatchObject([
    { keepAlive: true, threads: 1 },
  ]);
  expect(leftOut).toEqual([
    expect.stringMatching(/^autocannon, new connections: .*mixes up/),
    expect.stringMatching(/^h2load, new connections: .*keeps its connections/),
  ]);
});

test("on several load nodes the generator that can is pushed on all, another on one", () => {
  const places = { ...order.places, loadNodes: 2 };
  const { arms } = ceilingArms({ ...order, threads: 4, places }, createGenerator);
  const of = (id: string) => arms.find((arm) => arm.generator === id && arm.keepAlive)!;
  expect(of("stackbench").threads).toBe(4);
  // With one thread, which is on one node.
  expect(of("wrk").threads).toBe(1);
});

test("connections are never fewer than asked for", () => {
  expect(evenConnections(64, 1)).toBe(64);
  expect(evenConnections(64, 3)).toBe(66);
  expect(evenConnections(2, 8)).toBe(8);
});
