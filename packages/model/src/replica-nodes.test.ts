import { expect, test } from "vitest";
import { nodesOfReplicas, sharesOfNodes } from "./replica-nodes.ts";

test("replicas are on as many nodes as there are, or as they are, and on one over a unix socket", () => {
  expect(nodesOfReplicas({ replicas: 3, socket: "tcp" }, 2)).toBe(2);
  expect(nodesOfReplicas({ replicas: 2, socket: "tcp" }, 5)).toBe(2);
  expect(nodesOfReplicas({ replicas: 3, socket: "unix" }, 2)).toBe(1);
});

test("in turn, so that the first nodes have one more where they do not come out even", () => {
  expect(sharesOfNodes(3, 2)).toEqual([2 / 3, 1 / 3]);
  expect(sharesOfNodes(4, 2)).toEqual([0.5, 0.5]);
  expect(sharesOfNodes(1, 1)).toEqual([1]);
});
