import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { combineReports } from "./combine-reports.ts";
import { Tally } from "./tally.ts";

/** Of three seconds, answers took 2, 80 and 2 ms, by a clock that is known; due `lateMs` before they were sent. */
function tallyOf({ isOpen = false, lateMs = 0, untilMs = 3000 } = {}): Tally {
  const tally = new Tally(1, 0, isOpen);
  tally.mark(0, 3000);
  for (let atMs = 10; atMs < untilMs; atMs += 10) {
    const ms = atMs >= 1000 && atMs < 2000 ? 80 : 2;
    const ended = { sentMs: atMs - ms, intendedMs: atMs - ms - lateMs };
    tally.send(ended.sentMs, ended.intendedMs, ended.sentMs, undefined);
    tally.end(atMs, ended.sentMs);
    tally.succeed(atMs, ended, 0, 200);
  }
  return tally;
}

function secondsOf(...tallies: Tally[]): Histogram[] {
  const reports = tallies.map((tally) =>
    tally.report({ cpuMs: 0, wallMs: 1, unansweredConnections: 0, schedule: undefined }),
  );
  const { load } = combineReports(reports, { user: 0, system: 0 });
  return load.series.times!.map((second) => Histogram.fromData(second));
}

const mediansMs = (seconds: readonly Histogram[]) =>
  seconds.map((second) => second.percentile(50) / 10_000);

test("each second has the times of the answers that came in it, to 1.6 %", () => {
  const seconds = secondsOf(tallyOf());
  expect(seconds.map(({ count }) => count)).toEqual([99, 100, 100]);
  for (const [second, ms] of [2, 80, 2].entries()) {
    expect(Math.abs(mediansMs(seconds)[second]! / ms - 1)).toBeLessThan(0.016);
  }
});

test("of a schedule, times count from when a request was due", () => {
  const seconds = secondsOf(tallyOf({ isOpen: true, lateMs: 98 }));
  expect(Math.abs(mediansMs(seconds)[0]! / 100 - 1)).toBeLessThan(0.016);
});

test("threads are added up, also one that had no answer in the last second", () => {
  const seconds = secondsOf(tallyOf(), tallyOf({ untilMs: 1500 }));
  expect(seconds.map(({ count }) => count)).toEqual([198, 150, 100]);
});
