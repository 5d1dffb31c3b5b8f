import { expect, test } from "vitest";
import { StepReader } from "./steps.ts";

const told = [
  "\r\u001b[2Kpreparing express",
  "\r\u001b[2K[ 1/12] express:bare: bring-up  (about 17 s left)",
  "\r\u001b[2K[ 1/12] express:bare: verify  (about 17 s left)",
  "\r\u001b[2K[ 1/12] express:bare hello: measuring 0.2 s  (about 17 s left)",
  "\r\u001b[2K[ 1/12] express:bare hello: measuring 0.2 s, 12,000 req/s  (about 17 s left)",
  "\r\u001b[2K[ 1/12] round 1  express:bare hello c8  9,635 req/s  ! little (invalid)\n",
  "\r\u001b[2K[ 2/12] express:bare: take-down  (about 15 s left)",
].join("");

test.each([1, 7, 1000])("steps are read once each, in pieces of %d characters", (size) => {
  const reader = new StepReader();
  const steps = Array.from({ length: Math.ceil(told.length / size) }, (_, index) =>
    reader.read(told.slice(index * size, (index + 1) * size)),
  ).flat();
  expect(steps.map(({ name, variant }) => [name, variant ?? ""].join(" "))).toEqual([
    "preparing ",
    "bring-up express:bare",
    "verify express:bare",
    "measuring express:bare",
    "window express:bare",
    "take-down express:bare",
  ]);
  expect(reader.printed).toEqual(["r1/express:bare/hello/c8/stackbench"]);
});
