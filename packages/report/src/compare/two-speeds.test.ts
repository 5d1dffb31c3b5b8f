import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { rowsJson } from "../render/json/rows.ts";
import { summarise } from "../summarise.ts";
import { runOf, type CaseSketch } from "../testing/run-of.ts";

/** What a round does to all: as much as half the distance of two speeds. */
const roundFactors = [1, 0.9, 1.05, 1.1, 0.95, 0.88, 1.02, 0.97, 1.08, 0.93, 1.04, 0.99];
const noise = [1, 1.004, 0.997, 1.002, 0.995, 1.006, 0.999, 1.003, 0.996, 1.001, 1.005, 0.998];

/** `fast`: a letter a round, f for the fast speed, s for the slow one. */
function drawing(variant: string, fast: string, scale = 1, rounds = roundFactors): CaseSketch {
  const sketches = [...fast].map((letter, round) => ({
    throughput: (letter === "f" ? 9680 : 7330) * scale * rounds[round]! * noise[round]!,
  }));
  return { variant, workload: "hello", rounds: sketches };
}

const still = roundFactors.map(() => 1);
const steady = (variant: string): CaseSketch => drawing(variant, "s".repeat(12), 1.3);

test("a row whose starts have two speeds says so, with both and how many starts had which", () => {
  const run = runOf({ cases: [drawing("a:bare", "fsfsffsfssfs", 1, still)], rounds: 12 });
  const { rows, remarks } = summarise(run);
  expect(rows[0]!.cautions).toMatchObject([{ kind: "two-speeds", severity: "note", windows: 12 }]);
  expect(rows[0]!.cautions[0]!.message).toMatch(
    /^of 12 starts of a:bare 6 at 7,3\d\d\/s and 6 at 9,6\d\d\/s, none between/,
  );
  expect(remarks.map(({ kind }) => kind)).toEqual(["two-speeds"]);
});

test("what moves a whole round hides no two speeds and makes none, where other rows tell", () => {
  const others = ["b:bare", "c:bare", "d:bare"].map(steady);
  const run = runOf({ cases: [drawing("a:bare", "fsfsffsfssfs"), ...others], rounds: 12 });
  const kinds = summarise(run).rows.map(({ key, cautions }) => [
    key,
    ...cautions.map((c) => c.kind),
  ]);
  expect(kinds.toSorted()).toEqual([["a:bare", "two-speeds"], ["b:bare"], ["c:bare"], ["d:bare"]]);
  const alone = runOf({ cases: [drawing("a:bare", "fsfsffsfssfs")], rounds: 12 });
  expect(summarise(alone).rows[0]!.cautions).toEqual([]);

  const halves = [...still.slice(0, 6), ...still.slice(6).map(() => 0.7)];
  const moved = ["a:bare", "b:bare", "c:bare", "d:bare"].map((variant) =>
    drawing(variant, "s".repeat(12), 1, halves),
  );
  const { rows } = summarise(runOf({ cases: moved, rounds: 12 }));
  expect(rows.flatMap(({ cautions }) => cautions)).toEqual([]);
});

test("two rows of two speeds are related at the same speed, and the draw apart", () => {
  const run = runOf({
    cases: [drawing("a:bare", "fsfsffsfssfs"), drawing("b:bare", "ffssfssfsffs", 0.95)],
    rounds: 12,
    experiment: { anchor: "a:bare" },
  });
  const table = summarise(run);
  const other = table.rows.find(({ key }) => key === "b:bare");
  expect(other!.relative!.verdict).toBe("unresolved");
  expect(other!.withinSpeeds).toMatchObject({
    anchor: "a:bare",
    ratio: expect.closeTo(0.95, 2),
    speeds: expect.closeTo(1.32, 1),
    rounds: { same: 8, faster: 2, slower: 2 },
    sharesP: 1,
    verdict: "slower",
  });
  expect(other!.withinSpeeds!.p).toBeLessThan(0.001);
  const json = rowsJson(table).rows.find(
    ({ variant, stack }) => `${stack}:${variant}` === "b:bare",
  );
  expect(json!.withinSpeeds).toEqual(other!.withinSpeeds);
  expect(json!.spreads!.betweenStarts).toBeGreaterThan(0.1);
});

test("rows of one speed are not related so", () => {
  const run = runOf({ cases: [steady("a:bare"), steady("b:bare")], rounds: 12 });
  expect(summarise(run).rows.map(({ withinSpeeds }) => withinSpeeds)).toEqual([
    undefined,
    undefined,
  ]);
});

test("in a run whose variants take turns the verdict of a table is that at the same speed", () => {
  const cases = [drawing("a:bare", "fsfsffsfssfs"), drawing("b:bare", "ffssfssfsffs", 0.95)];
  const { protocol } = experimentOf(["a:bare"]);
  const run = runOf({
    cases,
    rounds: 12,
    experiment: { anchor: "a:bare", protocol: { ...protocol, order: "alternating" } },
  });
  const other = summarise(run).rows.find(({ key }) => key === "b:bare")!;
  expect(other.relative!.verdict).toBe("slower");
  expect(other.relative!.ratio).toBeCloseTo(other.withinSpeeds!.ratio, 10);
});
