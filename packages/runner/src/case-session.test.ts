import type { LoadGenerator } from "@stackbench/model";
import { fakeGenerator } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold, type HoldOptions } from "./testing/hold.ts";

/** What becomes of a generator's programs, by the path of the first request each is to send. */
function watched(log: string[], canTurn: boolean): LoadGenerator {
  const fake = fakeGenerator();
  return {
    ...fake,
    open: async (launcher, spec) => {
      const session = await fake.open(launcher, spec);
      log.push(`open ${spec.requests[0]!.path}`);
      return {
        ...session,
        ...(canTurn && {
          turnTo: async (next) => void log.push(`turn ${next.requests[0]!.path}`),
        }),
        [Symbol.asyncDispose]: async () => {
          log.push("end");
          await session[Symbol.asyncDispose]();
        },
      };
    },
  };
}

const options: HoldOptions = { experiment: { rounds: 1, workloads: ["hello", "upstream"] } };

test("a sitting's cases share one program where it can turn to the next", async () => {
  const log: string[] = [];
  const generator = watched(log, true);
  const { windows } = await hold({}, { ...options, ports: { generator: () => generator } });
  expect(windows.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => "measured"));
  expect(log.slice(0, 3)).toEqual([
    expect.stringContaining("open /"),
    expect.stringContaining("turn /"),
    "end",
  ]);
  expect(log).toHaveLength(6);
});

test("else each case has its own, and the last has ended before the next is loaded", async () => {
  const log: string[] = [];
  const generator = watched(log, false);
  await hold({}, { ...options, ports: { generator: () => generator } });
  expect(log.filter((line) => line.startsWith("open"))).toHaveLength(4);
  expect(log.filter((line) => line === "end")).toHaveLength(4);
});

test("what compiles for long is warmed up for all of the limit where a workload is loaded first, and as others are behind it", async () => {
  const asked: [connections: number, seconds: number, atMostSeconds: number][] = [];
  const fake = fakeGenerator();
  const generator: LoadGenerator = {
    ...fake,
    open: async (launcher, spec) => {
      const session = await fake.open(launcher, spec);
      return {
        ...session,
        warmUp: async (wanted, signal) => {
          asked.push([spec.level.connections, wanted.seconds, wanted.atMostSeconds]);
          await session.warmUp(wanted, signal);
        },
      };
    },
  };
  const levels = [8, 64].map((connections) => ({ loop: "closed" as const, connections }));
  const experiment = { rounds: 1, workloads: ["hello" as const], levels, longWarmups: ["b:bare"] };
  await hold({}, { experiment, ports: { generator: () => generator } });
  expect(asked.filter(([, seconds]) => seconds === 15)).toHaveLength(1);
  expect(asked).toHaveLength(4);
  expect(new Set(asked.map(([, , atMost]) => atMost))).toEqual(new Set([15]));
});
