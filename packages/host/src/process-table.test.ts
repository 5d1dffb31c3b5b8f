import { expect, test } from "vitest";
import { parsePsLine, parseStat, readProcess, readProcessTable } from "./process-table.ts";

const rest = "1 40 41 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 7788 0 0";

test("a name with brackets and blanks does not shift the fields", () => {
  expect(parseStat(`42 (a) S 9 (x) R ${rest}`)).toEqual({
    pid: 42,
    parent: 1,
    group: 40,
    session: 41,
    startTime: "7788",
  });
});

test("an ended process that waits for its parent is no process", () => {
  expect(parseStat(`42 (x) Z ${rest}`)).toBeUndefined();
  expect(parseStat(`42 (x) X ${rest}`)).toBeUndefined();
  expect(parsePsLine("  42     1    42 Z    Sat Nov 21 05:24:01 2026")).toBeUndefined();
});

test("ps gives the same where there is no /proc", () => {
  expect(parsePsLine("   42     1    40 Ss   Sat Nov 21 05:24:01 2026")).toEqual({
    pid: 42,
    parent: 1,
    group: 40,
    session: 40,
    startTime: "Sat Nov 21 05:24:01 2026",
  });
});

test("this process and its parent are in the table", () => {
  const table = readProcessTable();
  expect(table.get(process.pid)?.parent).toBe(process.ppid);
  expect(readProcess(process.pid)).toEqual(table.get(process.pid));
});
