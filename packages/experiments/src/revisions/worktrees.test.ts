import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, realpath, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatIdentity, ownIdentity } from "@stackbench/host";
import { beforeAll, expect, test } from "vitest";
import { useOwnRepository } from "../testing/own-repository.ts";
import { git } from "./git.ts";
import { pruneWorktrees, Worktrees } from "./worktrees.ts";

beforeAll(useOwnRepository);

const never = new AbortController().signal;
const registered = (): Promise<string> => git(["worktree", "list", "--porcelain"]);

const reasonOf = (pid: number): string =>
  `stackbench ab ${formatIdentity({ ...ownIdentity(), pid })}`;

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
    await git([...add, "--reason", reasonOf(pid), root, "HEAD"]);
    if (state === "deleted already") await rm(root, { recursive: true });
    const removed = await pruneWorktrees();
    expect(removed).toContain(`worktree ${root} (its owner is dead)`);
    expect(await registered()).not.toContain(root);
    expect(existsSync(join(root, ".."))).toBe(false);
  },
);

test.each([
  ["in a folder of another name", "work"],
  ["beside something else", "stackbench-ab-shared"],
])("a tree that lies %s takes nothing with it", async (_, folder) => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const parent = await realpath(await mkdtemp(join(tmpdir(), "stackbench-test-")));
  const root = join(parent, folder, "tree");
  const kept = join(parent, folder, "thesis.txt");
  const add = ["worktree", "add", "--quiet", "--detach", "--lock"];
  await git([...add, "--reason", reasonOf(pid), root, "HEAD"]);
  await writeFile(kept, "");
  try {
    await pruneWorktrees();
    expect(existsSync(kept)).toBe(true);
    // Whatever lies in no folder of ours stays whole.
    expect(existsSync(root)).toBe(folder === "work");
  } finally {
    await git(["worktree", "remove", "--force", "--force", root]).catch(() => undefined);
    await rm(parent, { recursive: true });
  }
});

test("a link in place of the folder is not followed", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const parent = await realpath(await mkdtemp(join(tmpdir(), "stackbench-test-")));
  const root = join(parent, "stackbench-ab-1", "tree");
  const add = ["worktree", "add", "--quiet", "--detach", "--lock"];
  await git([...add, "--reason", reasonOf(pid), root, "HEAD"]);
  await rename(join(parent, "stackbench-ab-1"), join(parent, "mine"));
  await symlink("mine", join(parent, "stackbench-ab-1"));
  try {
    await pruneWorktrees();
    expect(existsSync(join(parent, "mine/tree/stacks"))).toBe(true);
  } finally {
    await git(["worktree", "remove", "--force", "--force", root]).catch(() => undefined);
    await rm(parent, { recursive: true });
  }
});
