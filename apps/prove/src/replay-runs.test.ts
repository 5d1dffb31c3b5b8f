import { expect, test } from "vitest";
import { isReached } from "./outcome.ts";
import { replayRuns, runsSettings } from "./replay-runs.ts";
import { judgeReplay } from "./replay.ts";

test.each(runsSettings)(
  "two runs of $rounds rounds, $cases cases, $noise, level ± $levelScatter: no more false verdicts than said, and what doubled is called",
  (setting) => {
    const figures = replayRuns(setting, 60, 3);
    const targets = judgeReplay([{ part: "runs", ...figures }], true);
    expect(targets.filter((target) => !isReached(target))).toEqual([]);
    expect(figures.obvious.share).toBeGreaterThan(0.9);
  },
);
