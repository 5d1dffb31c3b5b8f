import { expect, test } from "vitest";
import { connectionsOn, threadsOn } from "./share-of-node.ts";
import { loadSpec } from "./testing/load-spec.ts";

test.each([
  [1, 1, 1],
  [2, 2, 2],
  [2, 3, 64],
  [3, 8, 67],
])("%i nodes run each of %i threads once, and hold each of %i connections once", (...given) => {
  const [nodes, threads, connections] = given;
  const spec = loadSpec({ threads, connections, ...(nodes > 1 && { nodes }) });
  const all = Array.from({ length: nodes }, (_, node) => node);
  expect(all.flatMap((node) => threadsOn(node, spec)).toSorted()).toEqual(
    Array.from({ length: threads }, (_, thread) => thread),
  );
  const held = all.map((node) => connectionsOn(node, spec));
  expect(held.reduce((sum, count) => sum + count, 0)).toBe(connections);
  expect(Math.min(...held)).toBeGreaterThan(0);
});
