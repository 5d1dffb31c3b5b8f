import { loadRequestSchema, type Mix } from "@stackbench/model";
import { expect, test } from "vitest";
import { loadForMix } from "./load-mix.ts";

const mix: Mix = [
  { workload: "hello", weight: 70 },
  { workload: "items.get", weight: 25 },
  { workload: "report", weight: 5 },
];

test("has every part as often as its weight says, in each hundred requests", () => {
  const { requests, sequence, parts } = loadForMix(mix, 3);
  expect(sequence.length % 100).toBe(0);
  for (let start = 0; start < sequence.length; start += 100) {
    const counts = [0, 0, 0];
    for (const index of sequence.slice(start, start + 100)) counts[parts[index]!]! += 1;
    expect(counts).toEqual([70, 25, 5]);
  }
  for (const request of requests) loadRequestSchema.parse(request);
  expect(parts).toHaveLength(requests.length);
  expect(new Set(sequence)).toEqual(new Set(requests.keys()));
});

test("asks each part for what it is named after", () => {
  const { requests, parts } = loadForMix(mix, 3);
  const paths = [/^\/hello$/, /^\/items\/\d+$/, /^\/report\?/];
  for (const [index, { path }] of requests.entries()) expect(path).toMatch(paths[parts[index]!]!);
  expect(requests.filter(({ path }) => path.startsWith("/items/")).length).toBeGreaterThan(400);
});

test("is drawn by its seed", () => {
  expect(loadForMix(mix, 3)).toEqual(loadForMix(mix, 3));
  expect(loadForMix(mix, 4).sequence).not.toEqual(loadForMix(mix, 3).sequence);
});
