import { longestWaySilenceMs } from "@stackbench/model";
import { expect, test } from "vitest";
import { WayWatch } from "./way-watch.ts";

test("a machine whose kernel refuses is there", async () => {
  using watch = new WayWatch(["127.0.0.1"]);
  watch.begin();
  expect(await watch.longestMs()).toBe(0);
});

test("a program that stood still was not answered late", async () => {
  using watch = new WayWatch(["127.0.0.1"]);
  watch.begin();
  await watch.longestMs();
  const until = performance.now() + 2 * longestWaySilenceMs;
  while (performance.now() < until);
  expect(await watch.longestMs()).toBe(0);
});

test("a way that goes is known to be away before a window's end is told, and stays told when it is back", async () => {
  let isThere = true;
  using watch = new WayWatch(["here", "there"], (address, onAnswer) => {
    if (isThere || address === "here") setImmediate(onAnswer);
    return { destroy: () => {} };
  });
  watch.begin();
  expect(await watch.longestMs()).toBe(0);
  isThere = false;
  expect(await watch.longestMs()).toBeGreaterThanOrEqual(longestWaySilenceMs);
  isThere = true;
  await expect.poll(() => watch.longestMs()).toBeGreaterThanOrEqual(longestWaySilenceMs);
  watch.begin();
  await expect.poll(async () => (watch.begin(), await watch.longestMs())).toBe(0);
});
