import { describe, expect, test } from "vitest";
import { statLine } from "./fixture-tree.ts";
import { parseProcessStat, treeOf } from "./process-stat.ts";
import type { ProcessStat } from "./process-stat.ts";
import { ticksBetween } from "./tree-cpu.ts";

type Cpu = Parameters<typeof statLine>[2];

function tree(
  ...lines: [pid: number, parent: number, cpu: Cpu, start?: number][]
): Map<number, ProcessStat> {
  return new Map(
    lines.map(([pid, parent, cpu, start = 10]) => [
      pid,
      parseProcessStat(statLine(pid, parent, cpu, { start }))!,
    ]),
  );
}

describe("ticksBetween", () => {
  test("a child that ended counts for what it used in between only", () => {
    const first = tree([1, 0, { user: 10 }], [2, 1, { user: 500, system: 100 }]);
    const last = tree([1, 0, { user: 15, childUser: 530, childSystem: 110 }]);
    expect(ticksBetween(first, last, first)).toEqual({ user: 35, system: 10 });
  });

  test("a child that was born and ended in between is in its parent's counters", () => {
    const first = tree([1, 0, { user: 10 }]);
    const last = tree([1, 0, { user: 10, childUser: 70 }]);
    expect(ticksBetween(first, last, first)).toEqual({ user: 70, system: 0 });
  });

  test("a grandchild is handed up through a parent that ended too", () => {
    const first = tree([1, 0, {}], [2, 1, { user: 100 }], [3, 2, { user: 200 }]);
    const last = tree([1, 0, { childUser: 340 }]);
    expect(ticksBetween(first, last, first)).toEqual({ user: 40, system: 0 });
  });

  test("a child whose parent ignores its end counts as far as it was seen", () => {
    const first = tree([1, 0, { user: 10 }], [2, 1, { user: 500 }]);
    const seen = tree([2, 1, { user: 560, system: 5 }]);
    const last = tree([1, 0, { user: 12 }]);
    expect(ticksBetween(first, last, seen)).toEqual({ user: 62, system: 5 });
  });

  test("a later process of the same pid is another one", () => {
    const first = tree([1, 0, {}], [2, 1, { user: 500 }, 10]);
    const last = tree([1, 0, { childUser: 500 }], [2, 1, { user: 30 }, 99]);
    expect(ticksBetween(first, last, first)).toEqual({ user: 30, system: 0 });
  });
});

describe("treeOf", () => {
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
});
