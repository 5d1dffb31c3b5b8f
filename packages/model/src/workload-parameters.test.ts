import { describe, expect, test } from "vitest";
import { UsageError } from "./errors.ts";
import { readWorkload, withParameter, workloadParts } from "./workload-parameters.ts";
import {
  contractWorkloads,
  inTableOrder,
  parametrisedWorkloads,
  servedAmong,
  servicesFor,
  workloadSchema,
} from "./workload.ts";

test.each([
  ["hash-sort:loopCount=1", { plain: "hash-sort", value: 1 }],
  ["hash-sort:loopCount=1000", { plain: "hash-sort", value: 1000 }],
  ["upstream:ms=0", { plain: "upstream", value: 0 }],
  ["report:mb=1024", { plain: "report", value: 1024 }],
  ["items.list:limit=100", { plain: "items.list", value: 100 }],
] as const)("%s is read, printed and parsed as the text that was asked", (text, parts) => {
  const read = readWorkload("workload", text);
  expect(read).toBe(text);
  expect(workloadParts(read)).toEqual(parts);
  expect(withParameter(parts.plain, parts.value)).toBe(text);
  expect(workloadSchema.parse(text)).toBe(text);
});

describe("is refused, with what would be right", () => {
  test.each([
    ["hash-sort:loopCount=0", "hash-sort:loopCount=0: expected loopCount 1 to 1000, got 0"],
    ["hash-sort:loopCount=1001", "expected loopCount 1 to 1000, got 1001"],
    ["hash-sort:loopCount=-1", "expected loopCount 1 to 1000, got -1"],
    ["hash-sort:loopCount=2.5", "expected loopCount 1 to 1000, got 2.5"],
    ["hash-sort:loopCount=1e2", "expected loopCount 1 to 1000, got 1e2"],
    ["hash-sort:loopCount=020", "expected loopCount 1 to 1000, got 020"],
    ["hash-sort:loopCount= 20", "expected loopCount 1 to 1000, got  20"],
    ["hash-sort:loopCount=1=2", "expected loopCount 1 to 1000, got 1=2"],
    ["hash-sort:loopCount=", "expected loopCount 1 to 1000, got nothing"],
    ["hash-sort:loopCount", "expected loopCount 1 to 1000, got nothing"],
    ["hash-sort:", 'expected loopCount 1 to 1000, the one parameter of hash-sort, got ""'],
    ["hash-sort:loops=20", 'the one parameter of hash-sort, got "loops"'],
    ["hash-sort:loopcount=20", 'got "loopcount"; did you mean loopCount?'],
    [
      "hello:x=1",
      "expected hello alone, for it takes no parameter; those that do: hash-sort:loopCount, ",
    ],
    ["items:limit=5", "expected items alone, for it takes no parameter"],
    ["hash-srt:loopCount=20", "expected one of hello, "],
    ["mix", "expected one of hello, "],
    ["toString:x=1", "expected one of hello, "],
  ])("%s", (text, said) => {
    expect(() => readWorkload("workload", text)).toThrow(UsageError);
    expect(() => readWorkload("workload", text)).toThrow(`--workload: `);
    expect(() => readWorkload("workload", text)).toThrow(said);
    if (text !== "mix") expect(workloadSchema.safeParse(text).success).toBe(false);
  });
});

test("a parameter changes neither what a stack must serve nor what it needs", () => {
  const asked = ["hash-sort:loopCount=20", "items.list:limit=5", "hello"] as const;
  expect(contractWorkloads(asked)).toEqual(["hash-sort", "items", "hello"]);
  expect(servedAmong(asked, ["hello", "items"])).toEqual(["items.list:limit=5", "hello"]);
  expect(servicesFor(asked)).toEqual(["database"]);
  expect(servicesFor(["upstream:ms=10"])).toEqual(["upstream"]);
  const mix = [{ workload: "upstream:ms=10" as const, weight: 1 }];
  expect(servicesFor(["mix"], mix)).toEqual(["upstream"]);
  expect(parametrisedWorkloads([...asked, "mix", "custom"], mix)).toEqual([
    "hash-sort:loopCount=20",
    "items.list:limit=5",
    "upstream:ms=10",
  ]);
});

test("tables have each once, beside those of its plain name, in the order given", () => {
  const asked = ["upstream:ms=200", "hello", "upstream:ms=10", "upstream", "hello"] as const;
  expect(inTableOrder(asked)).toEqual(["hello", "upstream:ms=200", "upstream:ms=10", "upstream"]);
});
