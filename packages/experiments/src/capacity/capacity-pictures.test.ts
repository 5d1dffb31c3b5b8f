import { expect, test } from "vitest";
import type { Capacity, Probe } from "./capacities.ts";
import { capacityPictures } from "./capacity-pictures.ts";

function probe(ratePerSecond: number, p99: number | "unanswered" | null): Probe {
  return {
    round: 1,
    ratePerSecond,
    achievedPerSecond: ratePerSecond,
    latencyMs: { 50: 1, 90: 1, 95: 1, 99: p99, 99.9: null },
    lostShare: 0,
    lacking: 0,
    verdict: { said: "keeps" },
  };
}

function linesOf(probes: Probe[]) {
  const capacity: Capacity = {
    variant: "a:bare",
    workload: "hello",
    slo: [],
    lowestPerSecond: 100,
    highestPerSecond: 1000,
    answer: { kind: "open", keepsPerSecond: null, failsPerSecond: null },
    probes,
  };
  return capacityPictures([capacity]).find(({ kind }) => kind === "lines");
}

test("a rate that was confirmed is one point: the median of its windows, and their range", () => {
  const picture = linesOf([probe(100, 2), probe(200, 9), probe(200, 3), probe(200, 4)]);
  expect(picture).toMatchObject({
    series: [
      {
        points: [
          [100, 2, null, null],
          [200, 4, 3, 9],
        ],
      },
    ],
  });
});

test("a rate whose p99 is not known is no point", () => {
  const picture = linesOf([
    probe(100, 2),
    probe(200, 3),
    probe(400, null),
    probe(800, "unanswered"),
  ]);
  expect(picture).toMatchObject({
    series: [
      {
        points: [
          [100, 2, null, null],
          [200, 3, null, null],
        ],
      },
    ],
  });
});
