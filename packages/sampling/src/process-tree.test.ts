import { expect, test } from "vitest";
import { statLine } from "@stackbench/host/testing";
import { parseProcessStat } from "@stackbench/host";
import { treeOf } from "./process-tree.ts";

test("descendants of any depth, and whoever stayed in the leader's session when its parent ended", () => {
  const all = new Map(
    [
      statLine(5, 1, {}, { session: 5 }),
      statLine(9, 8, {}, { session: 77 }),
      statLine(8, 5, {}, { session: 5 }),
      statLine(6, 1, {}, { session: 5 }),
      statLine(7, 1, {}, { session: 1 }),
    ].map((line) => [Number.parseInt(line, 10), parseProcessStat(line)!]),
  );
  expect([...treeOf(5, all).keys()].toSorted()).toEqual([5, 6, 8, 9]);
});
