import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRevisions } from "./find-revisions.ts";

/** main: first, second. feature: from first. What is checked out is feature merged into second, and nothing before it. */
let home: string;
let clone: string;
const commits: Record<string, string> = {};
const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "find-revisions-"));
  const origin = join(home, "origin");
  git(home, "init", "--quiet", "--initial-branch=main", origin);
  const commit = async (name: string): Promise<void> => {
    await writeFile(join(origin, name), name);
    git(origin, "add", name);
    git(origin, "commit", "--quiet", `--message=${name}\n\nparent ${"0".repeat(40)}`);
    commits[name] = git(origin, "rev-parse", "HEAD");
  };
  await commit("first");
  git(origin, "checkout", "--quiet", "-b", "feature");
  await commit("feature");
  git(origin, "checkout", "--quiet", "main");
  await commit("second");
  git(origin, "checkout", "--quiet", "--detach");
  git(origin, "merge", "--quiet", "--no-ff", "--message=merged", "feature");
  commits["merged"] = git(origin, "rev-parse", "HEAD");
  git(origin, "update-ref", "refs/pull/7/merge", commits["merged"]);
  git(origin, "config", "uploadpack.allowReachableSHA1InWant", "true");
  clone = join(home, "clone");
  git(home, "init", "--quiet", clone);
  git(clone, "remote", "add", "origin", `file://${origin}`);
});
afterAll(() => rm(home, { recursive: true }));

/** As actions/checkout does it. */
function checkOut(commit: string): void {
  git(clone, "fetch", "--quiet", "--no-tags", "--depth=1", "origin", commit);
  git(clone, "checkout", "--quiet", "--detach", commit);
}

const pullRequest = () => ({
  number: 7,
  // The base has moved on since the event.
  base: { ref: "main", sha: commits["first"]! },
  head: { ref: "feature", sha: commits["feature"]! },
});

test("a merge is compared with what it was merged into, which is fetched", async () => {
  checkOut(commits["merged"]!);
  const found = await findRevisions(clone, {}, pullRequest());
  expect(found).toEqual({ base: commits["second"], head: commits["merged"] });
  expect(git(clone, "cat-file", "-t", found.base)).toBe("commit");
});

test("a head that was checked out by itself is compared with the base of the event", async () => {
  checkOut(commits["feature"]!);
  expect(await findRevisions(clone, {}, pullRequest())).toEqual({
    base: commits["first"],
    head: commits["feature"],
  });
});

test("what is named counts, and a branch of the origin is found", async () => {
  expect(await findRevisions(clone, { base: "main" }, undefined)).toMatchObject({
    base: commits["second"],
  });
  expect(await findRevisions(clone, { base: "image:a:1", head: "image:a:2" }, undefined)).toEqual({
    base: "image:a:1",
    head: "image:a:2",
  });
});

test.each([["no-such"], ["--upload-pack=touch x"], ["-h"]])("%s is no ref", async (base) => {
  await expect(findRevisions(clone, { base }, undefined)).rejects.toThrow(/expected a git ref/);
});

test("without a pull request a base must be named", async () => {
  await expect(findRevisions(clone, {}, undefined)).rejects.toThrow(/expected --base=/);
});
