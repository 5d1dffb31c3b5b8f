import { expect, test } from "vitest";
import { lookup } from "./lookup.ts";

test("3583 hits for seed 1, which is the default", () => {
  expect(lookup({})).toMatchObject({ status: 200, body: { seed: 1, hits: 3583 } });
});

test("another seed finds as many as counting by hand does", () => {
  let hits = 0;
  for (let i = 0; i < 50_000; i++) {
    const number = (31 * i + 123_456) % 14_000;
    if (number % 7 === 0 && number < 7000) hits++;
  }
  expect(lookup({ seed: "123456" }).body).toEqual({ seed: 123_456, hits });
});
