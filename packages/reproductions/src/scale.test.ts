import { expect, test } from "vitest";
import { describeScale, readScale, scaleOptions } from "./scale.ts";
import { studies } from "./studies.ts";

test("a scale cuts windows and requests, and nothing else", () => {
  const options = { stack: "a:b", connections: "200", duration: "30s", requests: "200" };
  expect(scaleOptions(options, 0.25)).toEqual({
    stack: "a:b",
    connections: "200",
    duration: "7.5s",
    requests: "50",
  });
  expect(scaleOptions(options, 0.001)).toMatchObject({ duration: "0.03s", requests: "1" });
  expect(scaleOptions(options, 1)).toEqual(options);
});

test("what was cut is told, by step", () => {
  const study = studies.find(({ name }) => name === "worker-strategy")!;
  expect(describeScale(study, 1)).toEqual([]);
  expect(describeScale(study, 0.5)[0]).toMatch(/^Cut to 50 %: .*duration 1.5s in place of 3s/);
});

test.each(["0%", "101%", "half", "0.5", ""])("a scale of %j is refused", (text) => {
  expect(() => readScale(text)).toThrow(/expected a percentage up to 100%/);
});

test("without a word it is all of it", () => {
  expect(readScale(undefined)).toBe(1);
  expect(readScale("50%")).toBe(0.5);
});
