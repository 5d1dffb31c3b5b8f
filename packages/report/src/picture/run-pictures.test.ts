import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { summarise } from "../summarise.ts";
import { realisticRun } from "../testing/realistic-run.ts";
import { runOf } from "../testing/run-of.ts";
import { bucketed, bucketWidthMs } from "./buckets.ts";
import type { Dots, Lines } from "./picture.ts";
import { runPictures } from "./run-pictures.ts";
import { briefTableOf, tableOf } from "./table-of.ts";

const run = realisticRun();
const [hello] = runPictures(run, summarise(run));
const pictureOf = (part: string) => hello!.pictures.find(({ id }) => id.endsWith(part))!;

test("what the table says is what is drawn: each row with a figure, its interval and its rounds", () => {
  const { rows } = pictureOf("-throughput") as Dots;
  const table = hello!.group.rows.filter(({ throughput, checks }) => throughput && checks === null);
  expect(rows.map(({ label }) => label)).toEqual(table.map(({ key }) => key));
  for (const [index, { throughput, byRound }] of table.entries()) {
    expect(rows[index]).toMatchObject({
      value: throughput!.estimate,
      low: throughput!.interval?.low ?? null,
      high: throughput!.interval?.high ?? null,
    });
    expect(rows[index]!.rounds).toHaveLength(byRound.length);
  }
});

test("rows whose places overlap lie on one band, others on another", () => {
  const { rows } = pictureOf("-throughput") as Dots;
  const tierOf = (name: string) => rows.find(({ label }) => label === name)!.tier;
  expect(tierOf("node-http:bare")).toBe(tierOf("node-http:cluster"));
  expect(tierOf("fastify:bare")).not.toBe(tierOf("node-http:bare"));
  expect(tierOf("nginx:auto")).toBeNull();
});

test("a curve of percentiles goes through the table's, and stays within the spread of the rounds", () => {
  const { series } = pictureOf("-percentiles") as Lines;
  const row = hello!.group.rows.find(({ key }) => key === "fastify:bare")!;
  const { points } = series.find(({ label }) => label === row.key)!;
  const at = (beyond: number) => points.find(([x]) => Math.abs(x - beyond) < 1e-9)!;
  expect(at(0.5)[1]).toBeCloseTo(row.serviceTime!.p50Ms!, 6);
  expect(at(0.1)[1]).toBeCloseTo(row.serviceTime!.p90Ms!, 6);
  expect(at(0.01)[1]).toBeCloseTo(row.serviceTime!.p99Ms!, 6);
  for (const [, value, low, high] of points) {
    if (low === null || high === null) continue;
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  }
  // 30 requests lie beyond the last.
  expect(points.map(([x]) => x)).toEqual(points.map(([x]) => x).toSorted((a, b) => b - a));
});

test("a curve ends where it reaches requests that were never answered", () => {
  const slow = { throughput: 1000, load: { failed: 500, errors: { status: 500 } } };
  const failing = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds: [slow] }] });
  const pictures = runPictures(failing, summarise(failing))[0]!.pictures;
  const curve = pictures.find(({ id }) => id.endsWith("-percentiles")) as Lines;
  const share = 500 / (failing.windows[0] as { load: { succeeded: number } }).load.succeeded;
  expect(Math.min(...curve.series[0]!.points.map(([x]) => x))).toBeGreaterThan(share / 2);
});

test("buckets hold every answer up to the 99.9th percentile once, in steps of 1 ms where that tells anything", () => {
  const histogram = new Histogram();
  // 3.5 ms, 7.2 ms and a few of 40 ms; ticks of 0.1 µs.
  histogram.recordMany(35_000, 600);
  histogram.recordMany(72_000, 390);
  histogram.recordMany(400_000, 10);
  expect(bucketWidthMs([histogram])).toBe(1);
  const points = bucketed(histogram, 1);
  const percentAt = (ms: number) => points.find(([x]) => x === ms)?.[1];
  expect([percentAt(3), percentAt(7), percentAt(40), percentAt(5)]).toEqual([60, 39, 1, 0]);
  expect(points.reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(100, 6);
  const quick = new Histogram();
  quick.recordMany(2_000, 1000);
  expect(bucketWidthMs([quick])).toBe(0.1);
});

test("of long curves the table behind is brief: a line each, at the percentiles that people ask for", () => {
  const curves = pictureOf("-percentiles") as Lines;
  const { head, rows } = briefTableOf(curves, 60);
  expect(head.slice(1, 5)).toEqual(["50 %", "90 %", "95 %", "99 %"]);
  expect(rows.map(([name]) => name)).toEqual(curves.series.map(({ label }) => label));
  const row = hello!.group.rows.find(({ key }) => key === "fastify:bare")!;
  const told = rows.find(([name]) => name === row.key)!;
  expect(told[1]).toBeCloseTo(row.serviceTime!.p50Ms!, 6);
  expect(told[4]).toBeCloseTo(row.serviceTime!.p99Ms!, 6);
  // A picture that fits is told whole.
  expect(briefTableOf(pictureOf("-cpu"), 60)).toEqual(tableOf(pictureOf("-cpu")));
});

test("the table behind a picture has every value, unknown ones too", () => {
  for (const picture of hello!.pictures) {
    const { head, rows } = tableOf(picture);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.length === head.length)).toBe(true);
  }
});
