import { expect, test } from "vitest";
import { isReached } from "./outcome.ts";
import { replayPower, powerSettings } from "./replay-power.ts";
import { replayRevisions, revisionSettings } from "./replay-revisions.ts";
import { replaySetting } from "./replay-setting.ts";
import { judgeReplay, replaySequential, settings } from "./replay.ts";

const missed = (...[lines, short]: Parameters<typeof judgeReplay>) =>
  judgeReplay(lines, short).filter((target) => !isReached(target));

test.each(settings.filter(({ protocol }) => protocol === "quick" || protocol === "pr"))(
  "$protocol as shipped keeps its error rates: $noise, $arms arms",
  (setting) => {
    const figures = replaySetting(setting, 40, 11);
    expect(missed([{ part: "errors", ...figures }], true)).toEqual([]);
    expect(figures.all.coverage.share).toBeGreaterThan(0.93);
  },
);

test.each(revisionSettings)(
  "ab as shipped says what is so: speeds ×$speeds, fast $fast.base and $fast.head, noise $deviation, head ×$ratio",
  (setting) => {
    const figures = replayRevisions(setting, 60, 5);
    expect(missed([{ part: "revisions", ...figures }], true)).toEqual([]);
    expect(figures.said.share).toBeGreaterThan(0.8);
    expect(figures.coverage.share).toBeGreaterThan(0.93);
    expect(figures.seconds).toBeLessThan(340);
  },
);

test("differences of half as much again are called after three rounds", () => {
  const power = powerSettings.find(({ name, noise }) => name.includes("1.5") && noise === "calm")!;
  const figures = replayPower(power, 20, 3);
  expect(figures.ordered.share).toBe(1);
  expect(figures.firstLook.share).toBe(1);
  expect(figures).toMatchObject({ rounds: 3, sittings: 18 });
});

test("24 variants in steps of a tenth are ordered in six rounds", () => {
  const power = powerSettings.find(({ name, noise }) => name.startsWith("24") && noise === "calm")!;
  const figures = replayPower(power, 2, 3);
  expect(figures.ordered.share).toBeGreaterThan(0.99);
  expect(figures.sittings).toBeLessThanOrEqual(6 * 24);
});

test("the same noise held sequentially gives false verdicts: the proof can fail", () => {
  const falseVerdict = replaySequential(40, 7);
  expect(falseVerdict.share).toBeGreaterThan(0.3);
  expect(missed([{ part: "sequential", falseVerdict }], true)).toEqual([]);
});
