import { expect, test } from "vitest";
import { stableEnds } from "./stable-ends.ts";

test.each([
  [["same", "same"], { start: "same", end: "" }],
  [['{"at":"12:00:01"}', '{"at":"12:00:07"}'], { start: '{"at":"', end: '"}' }],
  [
    ['{"rows":[1,2],"took":0.0123}', '{"rows":[1,2],"took":9.5}'],
    { start: '{"rows":[1,2],"took"', end: "}" },
  ],
  [
    ["<p>Made on Fri, 27 Nov 2026 23:59:58</p>\n", "<p>Made on Fri, 27 Nov 2026 23:59:59</p>\n"],
    { start: "<p>", end: "</p>\n" },
  ],
  [["took 12 ms", "took 9 ms"], { start: "", end: "" }],
  [["", "x"], { start: "", end: "" }],
  // What is common at both ends is not counted twice.
  [['""', '"""'], { start: '""', end: "" }],
])("of %j", (bodies, ends) => {
  expect(stableEnds(bodies)).toEqual(ends);
  expect(stableEnds(bodies.toReversed())).toEqual(ends);
  for (const body of bodies) {
    expect(body.startsWith(ends.start) && body.endsWith(ends.end)).toBe(true);
  }
});
