import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { harnessCommit } from "./harness-commit.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stackbench-commit-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

it("names the commit, and tells of changed code but not of figures that were added", () => {
  mkdirSync(join(root, "results"));
  writeFileSync(join(root, "code.ts"), "1\n");
  writeFileSync(join(root, "results/figures.jsonl"), "{}\n");
  git("init", "--quiet");
  git("add", ".");
  git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message=code");
  const commit = git("rev-parse", "HEAD");
  expect(harnessCommit(root)).toBe(commit);

  appendFileSync(join(root, "results/figures.jsonl"), "{}\n");
  expect(harnessCommit(root)).toBe(commit);

  appendFileSync(join(root, "code.ts"), "2\n");
  expect(harnessCommit(root)).toBe(`${commit}-dirty`);
});

it("knows of no commit outside a checkout", () => {
  expect(harnessCommit(root)).toBeNull();
});

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
}
