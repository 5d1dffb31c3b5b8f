import { expect, test } from "vitest";
import { mergeCalibrations } from "./merge-calibrations.ts";
import { calibrationOf, ceilingOf } from "./testing/calibration-of.ts";

const later = "2026-01-05T12:00:00.000Z";

test("a new ceiling replaces its like and leaves the others", () => {
  const wrk = ceilingOf({ generator: "wrk" });
  const close = ceilingOf({ keepAlive: false });
  const kept = calibrationOf({ depth: "full", ceilings: [ceilingOf(), wrk, close] });
  const renewed = ceilingOf({ version: "1.0.1", requestsPerSecond: 120_000 });
  const merged = mergeCalibrations(kept, calibrationOf({ measuredAt: later, ceilings: [renewed] }));
  expect(merged.ceilings).toEqual([wrk, close, renewed]);
  expect(merged.depth).toBe("full");
});

test("the whole is as old as its oldest part", () => {
  const kept = calibrationOf();
  const other = calibrationOf({ measuredAt: later, ceilings: [ceilingOf({ threads: 2 })] });
  expect(mergeCalibrations(kept, other).measuredAt).toBe(kept.measuredAt);
  const same = calibrationOf({ measuredAt: later });
  expect(mergeCalibrations(kept, same)).toEqual(same);
});

test("accuracy is kept until it is measured again", () => {
  const accuracy = [
    {
      generator: "stackbench" as const,
      version: "1.0.0",
      law: "mix",
      loop: "open" as const,
      ratePerSecond: 1000,
      percentiles: [{ percent: 50, reportedMs: 2.1, trueMs: 2 }],
      stealShare: 0,
    },
  ];
  const kept = calibrationOf({ depth: "full", accuracy });
  expect(mergeCalibrations(kept, calibrationOf()).accuracy).toEqual(accuracy);
  const renewed = accuracy.map((one) => ({ ...one, stealShare: 0.1 }));
  expect(mergeCalibrations(kept, calibrationOf({ accuracy: renewed })).accuracy).toEqual(renewed);
});
