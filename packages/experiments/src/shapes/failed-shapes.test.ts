import type { Row } from "@stackbench/report";
import { expect, test } from "vitest";
import { failedTexts } from "./failed-shapes.ts";

const told = (...logLines: string[]): string[] => {
  const failure = { stage: "ready", message: "app exited with code 1", logLines };
  return failedTexts([{ key: "mine:deno", failure }, { key: "mine:bare" }] as Row[]);
};

test.each([
  [
    ["\u001b[31merror\u001b[0m: require is not defined", "    at server.js:1", "hint: rename it"],
    "error: require is not defined",
  ],
  [
    ["Traceback:", "  import app", "ModuleNotFoundError: No module named 'app'"],
    "ModuleNotFoundError: No module named 'app'",
  ],
  [["cannot listen on 127.0.0.1:8000", ""], "cannot listen on 127.0.0.1:8000"],
])("a shape that failed is told in one line, with what tells most: %j", (lines, line) => {
  expect(told(...lines)).toEqual([`deno: app exited with code 1; ${line}`]);
});

test("one that said nothing has its failure alone", () => {
  expect(told()).toEqual(["deno: app exited with code 1"]);
});
