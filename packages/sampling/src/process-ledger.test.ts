import { describe, expect, test } from "vitest";
import { statLine } from "@stackbench/host/testing";
import { ProcessLedger } from "./process-ledger.ts";
import { parseProcessStat, type ProcessStat } from "@stackbench/host";

type Cpu = Parameters<typeof statLine>[2];
type Line = [pid: number, parent: number, cpu: Cpu, start?: number];

function processes(...lines: Line[]): ProcessStat[] {
  return lines.map(([pid, parent, cpu, start = 10]) =>
    parseProcessStat(statLine(pid, parent, cpu, { start }))!,
  );
}

function ledgerOf(first: Line[], ...later: Line[][]): ProcessLedger {
  const ledger = new ProcessLedger();
  ledger.begin(processes(...first));
  for (const lines of later) ledger.see(processes(...lines));
  return ledger;
}

describe("total", () => {
  test("a child that ended counts for what it used in between only", () => {
    const ledger = ledgerOf(
      [
        [1, 0, { user: 10 }],
        [2, 1, { user: 500, system: 100 }],
      ],
      [[1, 0, { user: 15, childUser: 530, childSystem: 110 }]],
    );
    expect(ledger.total()).toEqual({ user: 35, system: 10 });
  });

  test("a child that was born and ended in between is in its parent's counters", () => {
    const ledger = ledgerOf([[1, 0, { user: 10 }]], [[1, 0, { user: 10, childUser: 70 }]]);
    expect(ledger.total()).toEqual({ user: 70, system: 0 });
  });

  test("a child that was born, seen and ended in between counts once", () => {
    const ledger = ledgerOf(
      [[1, 0, { user: 10 }]],
      [
        [1, 0, { user: 10 }],
        [2, 1, { user: 30 }, 20],
      ],
      [[1, 0, { user: 10, childUser: 70 }]],
    );
    expect(ledger.total()).toEqual({ user: 70, system: 0 });
  });

  test("a grandchild is handed up through a parent that ended too", () => {
    const ledger = ledgerOf(
      [
        [1, 0, {}],
        [2, 1, { user: 100 }, 11],
        [3, 2, { user: 200 }, 12],
      ],
      [[1, 0, { childUser: 340 }]],
    );
    expect(ledger.total()).toEqual({ user: 40, system: 0 });
  });

  test("a grandchild that ended while its parent still lived, which then ended too", () => {
    const ledger = ledgerOf(
      [
        [1, 0, {}],
        [2, 1, { user: 100 }, 11],
        [3, 2, { user: 200 }, 12],
      ],
      [
        [1, 0, {}],
        [2, 1, { user: 110, childUser: 250 }, 11],
      ],
      [[1, 0, { childUser: 365 }]],
    );
    // 15 of the child (110 to 115 unseen), 50 of the grandchild.
    expect(ledger.total()).toEqual({ user: 65, system: 0 });
  });

  test("a child whose parent ignores its end counts as far as it was seen", () => {
    const ledger = ledgerOf(
      [
        [1, 0, { user: 10 }],
        [2, 1, { user: 500 }],
      ],
      [
        [1, 0, { user: 11 }],
        [2, 1, { user: 560, system: 5 }],
      ],
      [[1, 0, { user: 12 }]],
    );
    expect(ledger.total()).toEqual({ user: 62, system: 5 });
  });

  test("a later process of the same pid is another one", () => {
    const ledger = ledgerOf(
      [
        [1, 0, {}],
        [2, 1, { user: 500 }, 10],
      ],
      [
        [1, 0, { childUser: 500 }],
        [2, 1, { user: 30 }, 99],
      ],
    );
    expect(ledger.total()).toEqual({ user: 30, system: 0 });
  });
});

test("who used it: each process itself, and what parents tell of those that ended", () => {
  const ledger = ledgerOf(
    [
      [1, 0, { user: 10 }],
      [2, 1, { user: 100 }, 11],
      [3, 1, { user: 200 }, 12],
    ],
    [
      [1, 0, { user: 10 }],
      [2, 1, { user: 130 }, 11],
      [3, 1, { user: 240 }, 12],
    ],
    [
      [1, 0, { user: 12, childUser: 135, childSystem: 1 }],
      [3, 1, { user: 250 }, 12],
    ],
  );
  expect(
    ledger.own().map(({ process, hasEnded, ticks }) => [process.pid, hasEnded, ticks.user]),
  ).toEqual([
    [1, false, 2],
    [2, true, 30],
    [3, false, 50],
  ]);
  const [handed, ...more] = ledger.handed();
  expect(more).toEqual([]);
  expect(handed!.ended.map(({ pid }) => pid)).toEqual([2]);
  expect(handed!.ticks).toEqual({ user: 5, system: 1 });
  expect(ledger.live().map(({ pid }) => pid)).toEqual([1, 3]);
});
