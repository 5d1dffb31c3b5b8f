import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { useOwnRepository } from "../testing/own-repository.ts";
import { git } from "./git.ts";
import { pruneWorktrees, Worktrees } from "./worktrees.ts";

beforeAll(useOwnRepository);

const never = new AbortController().signal;
const registered = (): Promise<string> => git(["worktree", "list", "--porcelain"]);

test("a commit is checked out once, and gone afterwards", async () => {
  const commit = await git(["rev-parse", "HEAD"]);
  let root = "";
  {
    await using worktrees = new Worktrees();
    root = await worktrees.add(commit, never);
    expect(await worktrees.add(commit, never)).toBe(root);
    expect(existsSync(join(root, "stacks/node-http/stack.json"))).toBe(true);
    expect(await registered()).toContain(root);
    // What lives is nobody's leftover.
    expect((await pruneWorktrees()).join()).not.toContain(root);
    expect(existsSync(root)).toBe(true);
  }
  expect(existsSync(join(root, ".."))).toBe(false);
  expect(await registered()).not.toContain(root);
});

test("what cannot be checked out is told, and leaves nothing", async () => {
  const before = await registered();
  await using worktrees = new Worktrees();
  await expect(worktrees.add("0".repeat(40), never)).rejects.toThrow(/git could not check 0{40}/);
  expect(await registered()).toBe(before);
});

test.each([["there"], ["deleted already"]])(
  "the next start removes what a killed one left (%s)",
  async (state) => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const root = join(await realpath(await mkdtemp(join(tmpdir(), "stackbench-ab-"))), "tree");
    const add = ["worktree", "add", "--quiet", "--detach", "--lock"];
    await git([...add, "--reason", `stackbench ab ${pid} boot/1`, root, "HEAD"]);
    if (state === "deleted already") await rm(root, { recursive: true });
    const removed = await pruneWorktrees();
    expect(removed).toContain(`worktree ${root} (its bench ab is dead)`);
    expect(await registered()).not.toContain(root);
    expect(existsSync(join(root, ".."))).toBe(false);
  },
);
