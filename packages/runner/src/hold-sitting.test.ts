import type { Driver } from "@stackbench/model";
import { fakeDriver } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { hold } from "./testing/hold.ts";

/** A driver whose sittings may be left, and what became of them. */
function leavable(log: string[]): Driver {
  const driver = fakeDriver();
  return {
    ...driver,
    bringUp: async (request) => {
      const sitting = await driver.bringUp(request);
      const dispose = () => sitting[Symbol.asyncDispose]();
      return {
        ...sitting,
        leave: async () => {
          log.push(`left ${request.sittingId}`);
          await dispose();
        },
        [Symbol.asyncDispose]: async () => {
          log.push(`awaited ${request.sittingId}`);
          await dispose();
        },
      };
    },
  };
}

test("a sitting that was held is left to go while the next one comes up", async () => {
  const log: string[] = [];
  const { error } = await hold({}, { experiment: { rounds: 1 }, ports: { driver: leavable(log) } });
  expect(error).toBeUndefined();
  expect(log.toSorted()).toEqual(["left r1/a:bare", "left r1/b:bare"]);
});

test("one that was broken off is awaited until it is gone", async () => {
  const log: string[] = [];
  const ports = { driver: leavable(log) };
  const { error, windows } = await hold({}, { experiment: { rounds: 1 }, ports, abortAt: 1 });
  expect(error).toEqual(new Error("stop"));
  expect(log).toEqual([`awaited ${windows[0]!.sittingId}`]);
});
