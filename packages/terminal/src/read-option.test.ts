import { expect, test } from "vitest";
import { readBytes, readChoice, readCpus, readInteger, readSeconds } from "./read-option.ts";

const seconds = (text: string) => readSeconds("duration", text, 5, { min: 0.1, max: 3600 });

test.each([
  ["5", 5],
  ["5s", 5],
  ["500ms", 0.5],
  ["2m", 120],
  ["1.5s", 1.5],
])("a duration of %s is %f s", (text, expected) => {
  expect(seconds(text)).toBe(expected);
});

test.each(["", "five", "-1", "5h", "0", "2h", "1e3", "NaN"])(
  "a duration of %j is refused",
  (text) => {
    expect(() => seconds(text)).toThrow(/--duration: expected a duration.*got/);
  },
);

test.each(["0", "1.5", "-3", "abc", "1001", "1e2", " 5"])("rounds of %j are refused", (text) => {
  expect(() => readInteger("rounds", text, 3, { min: 1, max: 1000 })).toThrow(
    /--rounds: expected a whole number from 1 to 1000/,
  );
});

test("sizes", () => {
  expect(readBytes("memory", "64m")).toBe(64 * 2 ** 20);
  expect(readBytes("memory", "2G")).toBe(2 * 2 ** 30);
  expect(readBytes("memory", undefined)).toBeNull();
  expect(() => readBytes("memory", "1m")).toThrow(/at least 6m/);
  expect(() => readBytes("memory", "lots")).toThrow(/--memory/);
});

test("CPUs must be there", () => {
  expect(readCpus("cpus-server", "0-1,3", [0, 1, 2, 3], [0])).toEqual([0, 1, 3]);
  expect(() => readCpus("cpus-server", "7", [0, 1], [0])).toThrow(/expected CPUs out of 0,1/);
  expect(() => readCpus("cpus-server", "one", [0, 1], [0])).toThrow(/got "one"/);
});

test("a word out of a closed set, with the nearest one", () => {
  expect(() => readChoice("tuning", "throughputt", ["none", "throughput"], "none")).toThrow(
    /did you mean throughput\?/,
  );
});
