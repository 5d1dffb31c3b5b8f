import type { Failure } from "@stackbench/model";
import { parseCommandLine } from "@stackbench/terminal";
import { summarise } from "@stackbench/report";
import { runOf, type WindowSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { sweep } from "./kind.ts";

const counts = [1, 2, 4, 8, 16];

/** Six rounds at each number of connections, of a server that serves `places` at once, each for 10 ms. */
function sweptRun(
  places: number,
  atLevel: (connections: number, round: number) => Partial<WindowSketch> | Failure = () => ({}),
) {
  return runOf({
    rounds: 6,
    cases: counts.map((connections) => ({
      variant: "a:bare",
      workload: "hello",
      connections,
      rounds: Array.from({ length: 6 }, (_, round) => ({
        // One percent more with every round: the machine's, and the same for all levels.
        throughput: 100 * Math.min(connections, places) * (1 + round / 100),
        ...atLevel(connections, round + 1),
      })),
    })),
  });
}

function conclude(...given: Parameters<typeof sweptRun>) {
  const run = sweptRun(...given);
  const { table, ...outcome } = sweep.conclude(run, summarise(run));
  const { curves } = outcome.json as { curves: [{ answer: string; saturation: unknown }] };
  return { ...outcome, curve: curves[0], text: table({ columns: 100, colour: false }) };
}

const spoilt = { kind: "steal", severity: "invalid", message: "x" } as const;

test("the answer comes first: where throughput levels off, at what, and what more connections do", () => {
  const { text, code, json } = conclude(4);
  expect(code).toBe(0);
  expect(text.trimStart()).toMatch(
    /^a:bare, hello: throughput levels off at 4 connections, at 410 \(400 to 420\) requests\/s/,
  );
  expect(text.replaceAll("\n", " ")).toContain(
    "beyond that only latency grows (median 9.39 ms at 4, 37.6 ms at 16)",
  );
  expect(text).toMatch(/busy with 4.00 \(4.00 to 4.00\) at once/);
  expect(json).toMatchObject({
    curves: [{ variant: "a:bare", saturation: { levelsOffAt: 4, hasLevelledOff: true } }],
  });
});

test("a curve that grows to its end says so, and how to go on", () => {
  expect(conclude(64).text).toMatch(/still grows at 16 connections.*\(--connections=16\.\.128\)/s);
});

test("a generator at its limit is told, and from where on", () => {
  const bound = { kind: "generator-bound", severity: "unranked", message: "x" } as const;
  const { text } = conclude(4, (count) => (count >= 8 ? { cautions: [bound] } : {}));
  expect(text.replaceAll("\n", " ")).toContain("from 8 connections on the generator was the limit");
});

test("what is not on the curve is not drawn, and does not say from where on the generator was the limit", () => {
  const bound = { kind: "generator-bound", severity: "unranked", message: "x" } as const;
  const { text, page } = conclude(4, (count) =>
    count === 8 ? { cautions: [spoilt, bound] } : count === 16 ? { cautions: [bound] } : {},
  );
  expect(text.replaceAll("\n", " ")).toContain("from 16 connections on the generator was");
  const drawn = page!.pictures.find(({ id }) => id === "sweep0-throughput");
  const [curve] = drawn?.kind === "lines" ? drawn.series : [];
  expect(curve!.points.map(([connections]) => connections)).toEqual([1, 2, 4, 16]);
});

test("a least level that shares no round with the level part tells not how many are served at once", () => {
  const { text, code } = conclude(4, (count, round) =>
    (count === 1) === round > 3 ? {} : { cautions: [spoilt] },
  );
  expect(code).toBe(0);
  expect(text).toMatch(/asymptote [\d.]+ \(?/);
  expect(text).not.toMatch(/busy with|NaN/);
});

test("levels without a valid window are no part of the curve, and too few of them tell nothing", () => {
  const { text, code } = conclude(4, (count) => (count > 2 ? { cautions: [spoilt] } : {}));
  expect(text).toContain("fewer than three numbers of connections have a valid window");
  expect(code).toBe(5);
});

test("a round without a right answer is left out of the curve, as one without a valid window is", () => {
  const inRound = (sketch: Partial<WindowSketch>) => (count: number, round: number) =>
    count === 1 && round === 2 ? sketch : {};
  const silent = conclude(4, inRound({ throughput: 0 }));
  const { saturation, answer } = conclude(4, inRound({ cautions: [spoilt] })).curve;
  expect(silent.curve).toMatchObject({ saturation, answer });
  expect(answer).toContain("levels off at 4 connections, at 410 (400 to 420) requests/s");
});

test("a level at which nothing was answered is a row, and no part of the curve", () => {
  const silentAt =
    (silent: number) =>
    (count: number): Partial<WindowSketch> =>
      count === silent ? { throughput: 0 } : {};
  const least = conclude(4, silentAt(1));
  expect(least.curve.answer).toMatch(/: throughput levels off at 4 connections.*16\)\.$/);
  expect(least.text).toMatch(/busy with 4.00 \(4.00 to 4.00\) at once/);
  expect(least.text).toMatch(/^ +1 +0 +– /m);
  const most = conclude(4, silentAt(16));
  expect(most.curve.answer).toMatch(/ms at 8\); 16 connections had no right answer\.$/);
  expect(conclude(4, () => ({ throughput: 0 })).curve.answer).toContain(
    "fewer than three numbers of connections have a valid window with a right answer",
  );
});

test("the answer speaks of the last level that was measured, and names those beyond it", () => {
  const { curve, text } = conclude(64, (count) =>
    count === 16 ? { throughput: 5000, cautions: [spoilt] } : {},
  );
  expect(curve.answer).toBe(
    "a:bare, hello: throughput still grows at 8 connections, 820 requests/s; 16 connections have no valid window.",
  );
  // The best of the levels that count.
  expect(text).toMatch(/^ +8 +820 +100 /m);
  expect(text).toMatch(/^ +16 +5,000 +– .*invalid/m);
});

test("where the last levels failed, what more connections do is told up to those before them", () => {
  const failed: Failure = { stage: "window", message: "exited", logLines: [] };
  const { answer } = conclude(4, (count) => {
    return count >= 8 ? failed : { throughput: count === 1 ? 100 : 80 };
  }).curve;
  expect(answer).toMatch(/: throughput is level from 1 connection on, at 100 /);
  expect(answer).toMatch(
    /throughput falls, by 20 % at 4 connections .*; 8, 16 connections failed\.$/,
  );
});

test.each([
  [[], /expected --stack=/],
  [["--stack=a", "--connections=1,64"], /three numbers of connections or more.*got 1,64/],
  [["--stack=a", "--rate=100"], /unknown option --rate/],
  [["--stack=a", "--connections=64..1"], /a range that rises/],
])("%j is refused", (words, message) => {
  expect(() => sweep.read(parseCommandLine(sweep.command, words))).toThrow(message);
});

test("without more words it doubles to 512 connections and holds six rounds", () => {
  const { measurement } = sweep.read(parseCommandLine(sweep.command, ["--stack=a"]));
  expect(measurement.levels.connections).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
  expect(measurement.protocol.rounds).toBe(6);
});
