import { parseCommandLine } from "@stackbench/terminal";
import { summarise } from "@stackbench/report";
import { runOf, type WindowSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { sweep } from "./kind.ts";

const counts = [1, 2, 4, 8, 16];

/** Six rounds at each number of connections, of a server that serves `places` at once, each for 10 ms. */
function sweptRun(
  places: number,
  atLevel: (connections: number) => Partial<WindowSketch> = () => ({}),
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
        ...atLevel(connections),
      })),
    })),
  });
}

function conclude(...given: Parameters<typeof sweptRun>) {
  const run = sweptRun(...given);
  const { table, ...outcome } = sweep.conclude(run, summarise(run));
  return { ...outcome, text: table({ columns: 100, colour: false }) };
}

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

test("levels without a valid window are no part of the curve, and too few of them tell nothing", () => {
  const spoilt = { kind: "steal", severity: "invalid", message: "x" } as const;
  const { text, code } = conclude(4, (count) => (count > 2 ? { cautions: [spoilt] } : {}));
  expect(text).toContain("fewer than three numbers of connections have a valid window");
  expect(code).toBe(5);
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
