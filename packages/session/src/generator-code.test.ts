import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repositoryRoot } from "./places.ts";
import { generatorCode, hashOf } from "./generator-code.ts";

/** A copy of what the generators are, to be changed. */
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stackbench-code-"));
  const source = join(repositoryRoot, "packages/load/src");
  cpSync(source, join(root, "packages/load/src"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const codeOf = () => hashOf(root, ["packages/load"]);

test("one changed byte of the generator is another code, and taken back it is the same again", () => {
  const before = codeOf();
  const file = join(root, "packages/load/src/generators/stackbench/connection.ts");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, `${text} `);
  expect(codeOf()).not.toBe(before);
  writeFileSync(file, text);
  expect(codeOf()).toBe(before);
});

test("a new file is another code, a changed test and installed packages are not", () => {
  const before = codeOf();
  writeFileSync(join(root, "packages/load/src/open-loop.test.ts"), "");
  mkdirSync(join(root, "packages/load/node_modules"));
  writeFileSync(join(root, "packages/load/node_modules/left-pad.js"), "");
  expect(codeOf()).toBe(before);
  writeFileSync(join(root, "packages/load/src/generators/stackbench/faster.ts"), "");
  expect(codeOf()).not.toBe(before);
});

test("this checkout's code is told without a file to be kept", () => {
  expect(generatorCode()).toMatch(/^[0-9a-f]{16}$/);
  expect(generatorCode()).toBe(generatorCode());
});
