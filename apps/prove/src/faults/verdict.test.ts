import { expect, test } from "vitest";
import { isReached } from "../outcome.ts";
import type { Violation } from "./evidence.ts";
import { judgeFaults, type FaultTrial } from "./verdict.ts";

const trial = (number: number, violations: Violation[] = []): FaultTrial => ({
  trial: number,
  kind: "sigkill",
  driver: "process",
  moment: { step: "window", nth: 1, delayMs: 5 },
  amount: 0.5,
  struck: true,
  code: null,
  signal: "SIGKILL",
  kept: 3,
  nextCode: 0,
  violations,
  seconds: 20,
});
const extent = { seed: 7, short: false, least: 2 };

const missed = (trials: readonly FaultTrial[]): string[] =>
  judgeFaults(trials, extent)
    .targets.filter((target) => !isReached(target))
    .map(({ name }) => name);

test("passes where enough faults struck and nothing was found", () => {
  expect(missed([trial(1), trial(2)])).toEqual([]);
  expect(missed([trial(1), { ...trial(2), struck: false }])).toEqual(["faults that struck"]);
});

test.each([
  ["lost window", "finished windows lost"],
  ["wrong row", "wrong rows"],
  ["left behind", "things left behind after the next start"],
  ["hang", "hangs"],
  ["unclear end", "ends without a documented code or a clear message"],
] as const)("one find is a miss of its own, and told with how to repeat it: %s", (count, name) => {
  const trials = [trial(1), trial(2, [{ count, text: "what was found" }])];
  expect(missed(trials)).toEqual([name]);
  expect(judgeFaults(trials, extent).text).toContain(
    `${count}: what was found\n  sigkill; again: pnpm prove faults --seed=7 --only=2\n`,
  );
});
