import { expect, test } from "vitest";
import { decide, type ScalingState } from "./decide.ts";

const rules = { growAtShare: 0.7, forSeconds: 3, shrinkBelowShare: 0.3, shrinkForSeconds: 2 };

/** One reading a second; what is decided at which. A change is carried out at once. */
function walk(shares: (number | null)[], { replicas = 1, most = 3 } = {}) {
  let state: ScalingState = {};
  const changes: string[] = [];
  shares.forEach((cpuShare, index) => {
    const reading = { fromMs: index * 1000, atMs: (index + 1) * 1000, cpuShare, replicas };
    const decision = decide(rules, state, reading, most);
    state = decision.change ? {} : decision.state;
    if (!decision.change) return;
    changes.push(`${index + 1} s: ${decision.change.to}, since ${decision.change.sinceMs}`);
    replicas = decision.change.to;
  });
  return changes;
}

test("it grows once CPU has been over the threshold for as long as asked, and anew for each replica", () => {
  expect(walk([0.2, 0.7, 0.9, 1, 1, 1, 1, 1, 1, 1])).toEqual([
    "4 s: 2, since 1000",
    "7 s: 3, since 4000",
  ]);
});

test("a second below the threshold, or one that nobody could read, begins the time anew", () => {
  expect(walk([0.9, 0.9, 0.69, 0.9, 0.9])).toEqual([]);
  expect(walk([0.9, 0.9, null, 0.9, 0.9, 0.9])).toEqual(["6 s: 2, since 3000"]);
});

test("it shrinks once CPU has been below the lower threshold, never below one replica", () => {
  expect(walk([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], { replicas: 3 })).toEqual([
    "2 s: 2, since 0",
    "4 s: 1, since 2000",
  ]);
  expect(walk([0.3, 0.5, 0.69, 0.3], { replicas: 2 })).toEqual([]);
});

test("a reading that comes a little early is no reason to wait for one more", () => {
  const before = { highSinceMs: 7003 };
  const reading = { fromMs: 9000, atMs: 9998, cpuShare: 0.9, replicas: 1 };
  expect(decide(rules, before, reading, 2).change).toEqual({ to: 2, sinceMs: 7003 });
});
