import { UsageError } from "@stackbench/model";
import { parseCommandLine } from "@stackbench/terminal";
import { describe, expect, test } from "vitest";
import { connections } from "./kind.ts";
import { readRequestBytes, readResponseItems } from "./read-sizes.ts";

test("sizes are read in rising order, pages as workloads", () => {
  expect(readRequestBytes("4000,0,13")).toEqual([0, 13, 4000]);
  expect(readResponseItems("1,100")).toEqual(["items.list:limit=1", "items.list:limit=100"]);
});

test.each([
  ["12", /expected 0, or 13 .* to 8000 .*got "12"/],
  ["8001", /servers refuse a line of 8,190 bytes and more.*got "8001"/],
  ["-1", /got "-1"/],
  ["1e3", /got "1e3"/],
  ["1000,1000", /got 1000 twice/],
  [",", /such as 0,1000,4000/],
])("--request-bytes=%s is refused", (text, message) => {
  expect(() => readRequestBytes(text)).toThrow(UsageError);
  expect(() => readRequestBytes(text)).toThrow(message);
});

test.each([
  ["0", /from 1 to 100, got "0"/],
  ["101", /from 1 to 100, got "101"/],
  ["20,20", /got 20 twice/],
  ["", /such as 1,20,100/],
])("--response-items=%s is refused", (text, message) => {
  expect(() => readResponseItems(text)).toThrow(message);
});

describe("the kind", () => {
  const read = (...words: string[]) =>
    connections.read(parseCommandLine(connections.command, words));

  test.each([
    [[], /expected --stack=/],
    [["--stack=a", "--connections=1,2"], /expected one number.*got 1,2/],
    [["--stack=a", "--no-keep-alive"], /unknown option --no-keep-alive/],
    [["--stack=a", "--rate=5"], /unknown option --rate/],
    [["--stack=a", "--workload=hello", "--response-items=1"], /not with --workload/],
    [["--stack=a", "--workload=hash-sort:loopCount=0"], /expected loopCount 1 to 1000, got 0/],
  ])("refuses %j", (words, message) => {
    expect(() => read(...words)).toThrow(message);
  });

  test("asks for pages of so many rows", () => {
    const { measurement } = read("--stack=a", "--response-items=1,20");
    expect(measurement.workloads).toEqual(["items.list:limit=1", "items.list:limit=20"]);
  });
});
