import { UsageError } from "@stackbench/model";
import { expect, test } from "vitest";
import { readMix } from "./read-mix.ts";

test.each([
  ["hello=70,items.get=25,report=5", [14, 5, 1]],
  ["hello=70%,items.get=25%,report=5%", [14, 5, 1]],
  ["hello=1,items.get=1,report=1", [1, 1, 1]],
])("%s", (text, weights) => {
  const names = ["hello", "items.get", "report"];
  expect(readMix(text)).toEqual(names.map((workload, i) => ({ workload, weight: weights[i] })));
});

test("a part with a parameter has its weight behind the last =", () => {
  expect(readMix("hello=70,report:mb=128=5,report:mb=16=25")).toEqual([
    { workload: "hello", weight: 14 },
    { workload: "report:mb=128", weight: 1 },
    { workload: "report:mb=16", weight: 5 },
  ]);
  expect(readMix("hello=95%,hash-sort:loopCount=20=5%")[1]!.workload).toBe(
    "hash-sort:loopCount=20",
  );
});

test.each([
  [undefined, /expected --mix='hello=70.*got no --mix/],
  ["hello=70", /expected two parts or more/],
  ["hello=70,itms.get=25", /expected one of hello, .*items\.get.*got "itms\.get"/],
  ["hello=70,mix=30", /expected one of hello, .*got "mix"/],
  ["hello=70,report=much", /weight of report, such as report=25 or report=25%, got "report=much"/],
  ["hello=0,report=5", /above 0.*got "hello=0"/],
  ["hello=-1,report=5", /above 0/],
  ["hello=1.5,report=5", /a whole number/],
  ["hello,report=5", /weight of hello.*got "hello"/],
  ["hello=70%,report=20%", /add up to 100, got 90/],
  ["hello=70%,report=30", /a % behind every weight or behind none/],
  ["hello=70,hello=30", /got hello twice/],
  [
    "hello=70,report:mb=128",
    /weight of report:mb=128, such as report:mb=128=25.*got "report:mb=128"/,
  ],
  ["hello=70,report:mb=0=5", /report:mb=0: expected mb 1 to 1024, got 0/],
  ["hello=70,report:5=mb=5", /report:5=mb: expected mb 1 to 1024, .*got "5"/],
  ["hello=70,report:mb=1=2=3", /weight of report:mb=1/],
  ["hello=70,report:mb=1=1,report:mb=1=2", /got report:mb=1 twice/],
  ["hello=999999,report=1", /10000 at most, got 1000000/],
])("refuses %s", (text, message) => {
  expect(() => readMix(text)).toThrow(UsageError);
  expect(() => readMix(text)).toThrow(message);
});
