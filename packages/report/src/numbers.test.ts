import { expect, test } from "vitest";
import {
  changeInterval,
  changeReach,
  duration,
  gibibytes,
  mebibytes,
  microseconds,
  milliseconds,
  percent,
  percentChange,
  perSecond,
} from "./numbers.ts";

test.each([
  [48_213, "48,210"],
  [1_234_567, "1,235,000"],
  [999.9, "1,000"],
  [431.26, "431"],
  [17, "17.0"],
  [3.456, "3.46"],
  [0.0123, "0.012"],
  [0, "0"],
])("%d per second is %s", (value, text) => {
  expect(perSecond(value)).toBe(text);
});

test.each([
  [0.0512, "0.051"],
  [0.978, "0.978"],
  [9.996, "10.0"],
  [12.34, "12.3"],
  [123.4, "123"],
  [1234.5, "1,235"],
])("%d ms is %s", (value, text) => {
  expect(milliseconds(value)).toBe(text);
});

test.each([
  [0, "0"],
  [0.00001, "<0.01"],
  [0.0004, "0.04"],
  [0.002, "0.2"],
  [0.018, "1.8"],
  [0.9996, "100"],
])("a share of %d is %s %%", (share, text) => {
  expect(percent(share)).toBe(text);
});

test("micros, memory and time", () => {
  expect(microseconds(7.006)).toBe("7.01");
  expect(microseconds(55_291)).toBe("55,290");
  expect(mebibytes(8.4 * 2 ** 20)).toBe("8.4");
  expect(mebibytes(2 ** 30)).toBe("1,024");
  expect([0.5, 45, 240, 252, 7500].map(duration)).toEqual([
    "0.5 s",
    "45 s",
    "4 min",
    "4 min 12 s",
    "2 h 5 min",
  ]);
});

test.each([
  [0.769, 0.761, 0.777, "−23.1 %", "−23.9 to −22.3", "±0.8"],
  [1.04, 0.99, 1.07, "+4.0 %", "−1.0 to +7.0", "[−1.0, 7.0]"],
  [0.99999, 0.9, 1.00001, "0.0 %", "−10.0 to 0.0", "[−10.0, 0.0]"],
  [2.314, 2.28, 2.339, "×2.31", "×2.28 to ×2.34", "±0.03"],
  [2.1, 1.9, 2.2, "×2.10", "×1.90 to ×2.20", "[1.90, 2.20]"],
  [43.21, 42, 44, "×43.2", "×42.0 to ×44.0", "[42.0, 44.0]"],
  [1234, 1200, 1250, "×1,234", "×1,200 to ×1,250", "[1,200, 1,250]"],
])("a ratio of %d (%d to %d) reads %s, %s, %s", (ratio, low, high, change, ends, reach) => {
  expect(percentChange(ratio)).toBe(change);
  expect(changeInterval(ratio, low, high)).toBe(ends);
  expect(changeReach(ratio, low, high)).toBe(reach);
});

test.each([
  // Nearly alike, and alike within the digits that are written.
  [1.1, 1.05, 1.165, "±6.5"],
  [1.004, 1.002, 1.007, "±0.3"],
  // What one distance would make reach as far down as up.
  [1.42, 1.121, 1.894, "[12.1, 89.4]"],
  [0.7, 0.55, 0.95, "[−45.0, −5.0]"],
  [1.01, 0.94, 1.03, "[−6.0, 3.0]"],
  [2.31, 1.9, 3.4, "[1.90, 3.40]"],
  // Sides alike, and yet ±10.4 of +10.0 % would say that nothing may have changed.
  [1.1, 1.015, 1.204, "[1.5, 20.4]"],
  [0.9, 0.796, 0.985, "[−20.4, −1.5]"],
  [1.1, 0.996, 1.185, "±10.4"],
])("%d in %d to %d reaches %s where there is little room", (ratio, low, high, reach) => {
  expect(changeReach(ratio, low, high)).toBe(reach);
});

test("memory of a machine is told in GiB", () => {
  expect(gibibytes(25_276_502_016)).toBe("23.5 GiB");
});
