import type { Sitting } from "@stackbench/model";
import { expect, test } from "vitest";
import { Departures } from "./departures.ts";

/** Sittings whose take-down lasts until it is let go. */
function seats() {
  const departures = new Departures();
  const gone: string[] = [];
  const pending = new Map<string, () => void>();
  const sit = (name: string): Sitting =>
    departures.watch({
      [Symbol.asyncDispose]: async () => {
        await new Promise<void>((resolve) => pending.set(name, resolve));
        gone.push(name);
      },
    } as Partial<Sitting> as Sitting);
  return { departures, gone, sit, finish: (name: string) => pending.get(name)!() };
}

/** Whether it is settled now, without waiting for anything but what is due. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

test("a lone sitting that is left is awaited before the next one, not by who leaves it", async () => {
  const { departures, gone, sit, finish } = seats();
  await sit("a").leave!();
  expect(gone).toEqual([]);
  const all = departures.all();
  expect(await isSettled(all)).toBe(false);
  finish("a");
  await all;
  expect(gone).toEqual(["a"]);
});

test("beside another one, in which something may be measured, it is awaited at once", async () => {
  const { gone, sit, finish } = seats();
  const [a, b] = [sit("a"), sit("b")];
  const left = a.leave!();
  expect(await isSettled(left)).toBe(false);
  finish("a");
  await left;
  expect(gone).toEqual(["a"]);
  // Now it is alone.
  await b.leave!();
  finish("b");
});

test("what is taken down is awaited as ever", async () => {
  const { gone, sit, finish } = seats();
  const a = sit("a");
  const down = Promise.resolve(a[Symbol.asyncDispose]());
  expect(await isSettled(down)).toBe(false);
  finish("a");
  await down;
  expect(gone).toEqual(["a"]);
});
