import { expect, test } from "vitest";
import type { SwarmNode } from "@stackbench/drivers";
import { pairNodes } from "./pair-nodes.ts";

function node(name: string, role?: SwarmNode["roles"][number], isReady = true): SwarmNode {
  return {
    id: `id-${name}`,
    name,
    roles: role ? [role] : [],
    isManager: false,
    isReady,
    state: isReady ? "ready" : "down",
    address: "192.0.2.1",
    engineVersion: "29.0.0",
    cpus: 2,
    memoryBytes: 2 ** 30,
  };
}

function told(nodes: readonly SwarmNode[]) {
  const { reference, asked } = pairNodes(nodes);
  return {
    reference: reference?.name,
    pairs: [...asked].flatMap(([from, to]) => to.map(({ name }) => `${from.name}-${name}`)),
  };
}

test("pairs every role with every other once, from the load", () => {
  const nodes = [node("a", "database"), node("b", "load"), node("c", "server")];
  expect(told(nodes)).toEqual({ reference: "b", pairs: ["b-a", "b-c", "a-c"] });
});

test("pairs two of one role to compare their clocks, and where a proxy leads to the other", () => {
  const nodes = [
    node("l1", "load"),
    node("l2", "load"),
    node("s1", "server"),
    node("s2", "server"),
    node("s3", "server"),
  ];
  expect(told(nodes).pairs).toEqual([
    "l1-l2",
    "l1-s1",
    "l1-s2",
    "l1-s3",
    "l2-s1",
    "l2-s2",
    "l2-s3",
    "s1-s2",
    "s1-s3",
  ]);
});

test("leaves out what has no role or is not ready", () => {
  expect(told([node("a"), node("b", "load", false)])).toEqual({ reference: undefined, pairs: [] });
  expect(told([node("a"), node("b", "server")])).toEqual({ reference: "b", pairs: [] });
});
