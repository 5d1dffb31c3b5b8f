import type { HistogramData } from "@stackbench/model";
import { loadResultOf, openLoadOf, totalsOf } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { judgeAccuracy } from "./judge-accuracy.ts";

/** `count` values, of which every hundredth is slow. */
function histogramOf(count: number, fastMs: number, slowMs: number): HistogramData {
  const histogram = new Histogram();
  histogram.recordMany(fastMs * 10_000, count - count / 100);
  histogram.recordMany(slowMs * 10_000, count / 100);
  return histogram.toData();
}

const open = {
  loop: "open",
  connections: 64,
  ratePerSecond: 1000,
  arrivals: "poisson",
} as const;
const closed = { loop: "closed", connections: 64 } as const;

test("an open loop is held to its latency, a closed one to its service time", () => {
  const serviceTime = histogramOf(10_000, 2, 40);
  const openLoad = openLoadOf({}, { serviceTime, latency: histogramOf(10_000, 3, 50) });
  const residence = histogramOf(10_000, 1, 30);
  const told = { law: "mix", residence, stealShare: 0.01 };
  const ofOpen = judgeAccuracy({ ...told, load: openLoad, level: open });
  expect(ofOpen).toMatchObject({ law: "mix", loop: "open", ratePerSecond: 1000 });
  const ofClosed = judgeAccuracy({
    ...told,
    load: loadResultOf({}, { serviceTime }),
    level: closed,
  });
  expect(ofClosed).toMatchObject({ loop: "closed", ratePerSecond: null, stealShare: 0.01 });
  const at = (percent: number, { percentiles }: typeof ofOpen) =>
    percentiles.find((one) => one.percent === percent)!;
  expect(at(50, ofOpen).reportedMs).toBeCloseTo(3, 2);
  expect(at(50, ofClosed).reportedMs).toBeCloseTo(2, 2);
  expect(at(50, ofClosed).trueMs).toBeCloseTo(1, 2);
});

test("percentiles that too few responses lie beyond are not given", () => {
  const told = { law: "mix", level: closed, stealShare: undefined };
  const percentsOf = (count: number) =>
    judgeAccuracy({
      ...told,
      load: loadResultOf({}, { serviceTime: histogramOf(count, 1, 2) }),
      residence: histogramOf(count, 1, 2),
    }).percentiles.map(({ percent }) => percent);
  expect(percentsOf(100)).toEqual([50]);
  expect(percentsOf(3000)).toEqual([50, 90, 99]);
  expect(percentsOf(30_000)).toEqual([50, 90, 99, 99.9]);
});

test("a generator without latency is told apart from one that says zero", () => {
  const load = totalsOf();
  const residence = histogramOf(1000, 1, 2);
  const judged = judgeAccuracy({ law: "x", level: closed, load, residence, stealShare: 0 });
  expect(judged.percentiles.map(({ reportedMs }) => reportedMs)).toEqual([null, null]);
});
