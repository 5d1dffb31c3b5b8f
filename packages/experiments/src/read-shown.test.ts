import { expect, test } from "vitest";
import { readShown } from "./read-shown.ts";

function read(values: Record<string, string>, ...switches: string[]) {
  return readShown({ values, switches: new Set(switches) });
}

test("a table on stdout where nothing is said; --json is short for its format", () => {
  expect(read({})).toEqual({ format: "table", output: undefined, explain: false });
  expect(read({}, "json")).toEqual({ format: "json", output: undefined, explain: false });
  expect(read({ format: "json" }, "json")).toEqual({
    format: "json",
    output: undefined,
    explain: false,
  });
  expect(read({ format: "bencher", output: "b.json" })).toEqual({
    format: "bencher",
    output: "b.json",
    explain: false,
  });
  expect(read({ format: "csv", output: "-" })).toEqual({
    format: "csv",
    output: undefined,
    explain: false,
  });
});

test("an unknown format is told which there are", () => {
  expect(() => read({ format: "exel" })).toThrow(
    "--format: expected one of table, markdown, html, svg, csv, json, hdr, github-bigger, github-smaller, bencher, openmetrics",
  );
  expect(() => read({ format: "opnmetrics" })).toThrow("did you mean openmetrics?");
});

test("two formats at once, and a file for what is not measured, are refused", () => {
  expect(() => read({ format: "csv" }, "json")).toThrow("--format=csv");
  expect(() => read({ output: "x" }, "dry-run")).toThrow("--dry-run");
  expect(() => read({ format: "csv" }, "dry-run")).toThrow("--dry-run");
  expect(read({}, "dry-run", "json").format).toBe("json");
});
