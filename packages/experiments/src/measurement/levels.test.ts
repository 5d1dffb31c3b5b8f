import { expect, test } from "vitest";
import { parseCommandLine } from "@stackbench/terminal";
import type { SlowestClosedLoop } from "@stackbench/session";
import { levelsOf, needsClosedLoop, readLevels as read } from "./levels.ts";
import { measurementOptions } from "./options.ts";

const given = (...words: string[]) =>
  read(parseCommandLine({ name: "run", options: measurementOptions }, words));
const readLevels = (asked: ReturnType<typeof given>, slowest?: SlowestClosedLoop) =>
  levelsOf(asked, slowest);

test("without a rate the loop is closed, one level for each number of connections", () => {
  expect(readLevels(given())).toEqual([{ loop: "closed", connections: 64 }]);
  expect(readLevels(given("--connections=16,256")).map((level) => level.connections)).toEqual([
    16, 256,
  ]);
});

test("a range of connections doubles to its end", () => {
  const counts = (text: string): number[] =>
    readLevels(given(`--connections=${text}`)).map((level) => level.connections);
  expect(counts("1..16")).toEqual([1, 2, 4, 8, 16]);
  expect(counts("3..20,100")).toEqual([3, 6, 12, 20, 100]);
  for (const wrong of ["8..8", "9..2", "0..4", "1..", "..4", "1..x", "1..30000"]) {
    expect(() => given(`--connections=${wrong}`), wrong).toThrow(/--connections: expected/);
  }
  expect(() => given("--connections=1..8,4")).toThrow(/got 4 twice/);
});

test("a rate opens the loop: Poisson arrivals over more connections", () => {
  expect(readLevels(given("--rate=1000,5k"))).toEqual([
    { loop: "open", connections: 256, ratePerSecond: 1000, arrivals: "poisson" },
    { loop: "open", connections: 256, ratePerSecond: 5000, arrivals: "poisson" },
  ]);
  const [constant] = readLevels(given("--rate=10", "--arrivals=constant", "--connections=4"));
  expect(constant).toEqual({
    loop: "open",
    connections: 4,
    ratePerSecond: 10,
    arrivals: "constant",
  });
});

test("a share becomes one rate a workload, of three digits", () => {
  const input = given("--rate=50%");
  expect(needsClosedLoop(input)).toBe(true);
  expect(needsClosedLoop(given("--rate=50"))).toBe(false);
  const levels = readLevels(
    input,
    new Map([
      ["hello", 30_123],
      ["items", 2_000],
    ]),
  );
  expect(
    levels.map((level) => level.loop === "open" && [level.workload, level.ratePerSecond]),
  ).toEqual([
    ["hello", 15_100],
    ["items", 1_000],
  ]);
});

test.each(["0", "fast", "50%%", "-1", "200%", "2000000", ","])("--rate=%s is refused", (rate) => {
  expect(() => readLevels(given(`--rate=${rate}`))).toThrow(/--rate: expected requests\/s/);
});

test("arrivals without a rate are refused", () => {
  expect(() => readLevels(given("--arrivals=constant"))).toThrow(/open loop/);
});

test.each([
  ["--connections=64,16,064", /--connections: expected different values, got 64 twice/],
  ["--rate=1000,1k", /--rate: expected different values, got 1000 twice/],
  ["--rate=50%,50.0%", /--rate: expected different values, got 50% twice/],
])("%s would give two windows one id", (option, message) => {
  expect(() => readLevels(given(option))).toThrow(message);
});

test("shares that come to a rate that is there already make no second level of it", () => {
  const levels = readLevels(
    given("--rate=50%,50.01%,1000"),
    new Map([
      ["hello", 30_000],
      ["items", 2_000],
    ]),
  );
  expect(
    levels.map((level) => level.loop === "open" && [level.workload, level.ratePerSecond]),
  ).toEqual([
    ["hello", 15_000],
    [undefined, 1_000],
  ]);
});
