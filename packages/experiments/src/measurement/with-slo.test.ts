import type { LoadLevel, SloTerm } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { codeOfSlos, withSlo } from "./with-slo.ts";

const p999: SloTerm = { kind: "latency", percent: 99.9, belowMs: 10 };
const p99: SloTerm = { kind: "latency", percent: 99, belowMs: 10 };
const level = (ratePerSecond: number): LoadLevel => ({
  loop: "open",
  connections: 64,
  ratePerSecond,
  arrivals: "poisson",
});
const closed: LoadLevel = { loop: "closed", connections: 64 };

test("no run stops before the round from which there is an interval", () => {
  const experiment = experimentOf(["a:bare", "b:bare"], { rounds: 12, levels: [closed] });
  const protocol = { ...experiment.protocol, minRounds: 3, looks: [3, 6, 9] };
  const judged = withSlo({ ...experiment, protocol }, [p99], true);
  expect(judged.slo).toEqual([p99]);
  expect(judged.protocol).toMatchObject({ minRounds: 6, looks: [6, 9] });
  expect(() => withSlo({ ...experiment, rounds: 5 }, [p99], true)).toThrow(
    /expected 6 rounds or more.*got --rounds=5/,
  );
});

test("a percentile that could never be told is refused with how much it takes", () => {
  const experiment = experimentOf(["a:bare"], {
    rounds: 6,
    durationSeconds: 5,
    windowsPerSitting: 1,
    levels: [level(100)],
  });
  expect(() => withSlo(experiment, [p999], true)).toThrow(
    /expected 30,000 requests or more for p99.9 < 10 ms.*6 rounds have about 3,000: take 10 times/,
  );
  expect(() => withSlo(experiment, [p99], true)).not.toThrow();
  // A share of a closed loop, and a closed loop itself, are not known yet.
  expect(() => withSlo(experiment, [p999], false)).not.toThrow();
  expect(() => withSlo({ ...experiment, levels: [closed] }, [p999], true)).not.toThrow();
  const bounded = { ...experiment, levels: [closed], windowRequests: 200 };
  expect(() => withSlo(bounded, [p99], true)).toThrow(/6 rounds have about 1,200/);
});

test("the rare part of a mix has its share of the requests alone", () => {
  const experiment = experimentOf(["a:bare"], {
    rounds: 6,
    durationSeconds: 5,
    windowsPerSitting: 1,
    levels: [level(1000)],
    workloads: ["mix"],
    mix: [
      { workload: "hello", weight: 99 },
      { workload: "report", weight: 1 },
    ],
  });
  expect(() => withSlo(experiment, [{ ...p99, workload: "hello" }], true)).not.toThrow();
  expect(() => withSlo(experiment, [{ ...p99, workload: "report" }], true)).toThrow(/about 300:/);
  expect(() => withSlo(experiment, [p99], true)).toThrow(/about 300:/);
});

test("a missed SLO is told by code 3, an undecided one by 5, and neither hides the other", () => {
  const row = (...verdicts: ("keeps" | "misses" | "undecided")[]) => ({
    checks: null,
    slo: verdicts.map((verdict) => ({
      workload: "hello" as const,
      term: p99,
      judgedBy: "latency" as const,
      requests: 1,
      rounds: 6,
      withinShare: 1,
      interval: null,
      neededShare: 0.99,
      verdict,
    })),
  });
  expect(codeOfSlos([row("keeps"), { checks: null }])).toBe(0);
  expect(codeOfSlos([row("keeps", "undecided")])).toBe(5);
  expect(codeOfSlos([row("undecided"), row("misses")])).toBe(3);
  expect(codeOfSlos([{ ...row("misses"), checks: "stackbench" }])).toBe(0);
});
