import { expect, test } from "vitest";
import { historyParts } from "./history-parts.ts";
import { judgeHistory } from "./judge-history.ts";
import { makeNights } from "./testing/nights.ts";

const history = judgeHistory(
  makeNights({
    seed: 1,
    variants: ["a:bare", "b:bare", "c:bare"],
    speed: (key, night) => (key === "b:bare" && night >= 60 ? 0.9 : 1),
  }),
);

test("each variant but the anchor is a curve, a point a night, and a step is marked where it began", () => {
  const [part] = historyParts(history);
  const { picture, told } = part!;
  expect(picture.series.map(({ label }) => label)).toEqual(["b:bare", "c:bare"]);
  expect(picture.series[0]!.points).toHaveLength(90);
  const mark = picture.marks.find(({ label }) => label === "b:bare")!;
  expect(Math.abs(mark.x - 59)).toBeLessThanOrEqual(2);
  expect(told).toEqual([expect.stringMatching(/^b:bare, .*slower since 2026-0[23]-/)]);
});

test("of one stack only its own are shown, and of one that is not there nothing", () => {
  const [part] = historyParts(history, (key) => key.startsWith("c:"));
  expect(part!.picture.series.map(({ label }) => label)).toEqual(["c:bare"]);
  expect(historyParts(history, () => false)).toEqual([]);
  expect(historyParts(judgeHistory([]))).toEqual([]);
});

test("days are counted from the one that the axis names, also where a group began later", () => {
  const nights = makeNights({ seed: 2, nights: 40, variants: ["a:bare", "b:bare"] });
  const grown = nights.map((night, index) =>
    index < 30
      ? night
      : {
          ...night,
          cases: [
            ...night.cases,
            ...night.cases.map((one) => ({ ...one, workload: "lookup" as const })),
          ],
        },
  );
  for (const { picture } of historyParts(judgeHistory(grown))) {
    const named = /\d{4}-\d\d-\d\d$/.exec(picture.x.label)![0];
    expect(named).toBe(nights[0]!.startedAt.slice(0, 10));
  }
  expect(historyParts(judgeHistory(grown))[1]!.picture.series[0]!.points[0]![0]).toBeCloseTo(30, 0);
});
