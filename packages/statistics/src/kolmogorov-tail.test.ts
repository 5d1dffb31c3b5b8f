import { expect, test } from "vitest";
import fixtures from "./fixtures/kolmogorov-tail.json" with { type: "json" };
import { kolmogorovTail } from "./kolmogorov-tail.ts";

test.each(fixtures)("$count values, distance $distance: near the exact $p", (fixture) => {
  const p = kolmogorovTail(fixture.distance, fixture.count);
  expect(Math.abs(p - fixture.p)).toBeLessThan(0.01);
  if (fixture.count >= 50) expect(Math.abs(p - fixture.p)).toBeLessThan(0.0005);
});

test("no distance is certain, a whole one impossible", () => {
  expect(kolmogorovTail(0, 100)).toBe(1);
  expect(kolmogorovTail(1, 1000)).toBeLessThan(1e-12);
});
