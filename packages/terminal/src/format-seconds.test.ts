import { expect, test } from "vitest";
import { formatSeconds } from "./format-seconds.ts";

test("spans are told as people say them", () => {
  expect([44.6, 89, 90, 125, 3600, 7500].map(formatSeconds)).toEqual([
    "45 s",
    "89 s",
    "1 min 30 s",
    "2 min 5 s",
    "60 min",
    "2 h 5 min",
  ]);
});
