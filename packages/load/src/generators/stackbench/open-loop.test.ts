import { expect, test } from "vitest";
import { OpenLoop } from "./open-loop.ts";

/** Slots at 0, 10, 20, ... ms, a window over the first ten of them, and connections that write down what they are told to send. */
function loopOf(connectionCount: number) {
  const sends: { number: number; intendedMs: number; freeMs: number }[] = [];
  const connections = Array.from({ length: connectionCount }, (_, number) => ({
    number,
    send: (intendedMs: number, freeMs: number) => void sends.push({ number, intendedMs, freeMs }),
  }));
  const loop = new OpenLoop(connections, {
    level: { loop: "open", connections: connectionCount, ratePerSecond: 100, arrivals: "constant" },
    index: 0,
    threads: 1,
    seed: 1,
    phase: 0,
    beginMs: 1000,
    drainMs: 500,
    spinning: false,
  });
  loop.mark(1000, 1100);
  return { loop, connections, sends };
}

test("the connection that has rested longest takes the next arrival", () => {
  const { loop, connections, sends } = loopOf(3);
  for (const connection of connections) loop.offer(connection, 999);
  loop.offer(connections[1]!, 1000);
  expect(sends.map(({ number }) => number)).toEqual([0]);
  loop.offer(connections[0]!, 1025);
  expect(sends.map(({ number }) => number)).toEqual([0, 1, 2]);
});

test("arrivals that find none free wait, the oldest goes first, and none is lost or moved", () => {
  const { loop, connections, sends } = loopOf(1);
  const [only] = connections;
  loop.offer(only!, 1000);
  loop.offer(only!, 1035);
  loop.offer(only!, 1046);
  loop.stop(1099.9);
  loop.offer(only!, 1200);
  expect(sends).toEqual([
    { number: 0, intendedMs: 1000, freeMs: 1000 },
    { number: 0, intendedMs: 1010, freeMs: 1035 },
    { number: 0, intendedMs: 1020, freeMs: 1046 },
    { number: 0, intendedMs: 1030, freeMs: 1200 },
  ]);
  expect(loop.isDone(4, 1200)).toBe(false);
  expect(loop.isDone(10, 1200)).toBe(true);
  // Until the schedule's end: 0, 25 and 26 for the first three, 70, 60, ..., 10 for the rest.
  const { queueDepthMean, ...rest } = loop.figures(4);
  expect(queueDepthMean).toBeCloseTo((25 + 26 + 70 + 60 + 50 + 40 + 30 + 20 + 10) / 100, 1);
  expect(rest).toEqual({
    arrivals: 10,
    arrivalsInAll: 10,
    seconds: 0.1,
    queueDepthMax: 7,
    unsent: 6,
    spinning: false,
  });
});

test("arrivals that a sleeping thread never saw come are unsent ones", () => {
  const { loop } = loopOf(1);
  loop.stop(1099.9);
  expect(loop.figures(0)).toMatchObject({ arrivals: 10, unsent: 10, queueDepthMax: 10 });
});

test("what is due before and behind the window is sent, and none of its arrivals", () => {
  const { loop, connections, sends } = loopOf(100);
  loop.mark(1030, 1060);
  for (const connection of connections) loop.offer(connection, 999);
  loop.stop(1095);
  expect(sends).toHaveLength(10);
  expect(loop.figures(3)).toMatchObject({
    arrivals: 3,
    arrivalsInAll: 10,
    unsent: 0,
    queueDepthMax: 0,
    queueDepthMean: 0,
  });
});
