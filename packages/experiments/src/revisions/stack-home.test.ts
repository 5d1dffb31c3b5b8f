import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { driverTraits, repositoryRoot } from "@stackbench/session";
import { variantKey } from "@stackbench/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { git } from "./git.ts";
import { makeArms } from "./make-arms.ts";
import { readRevision } from "./read-revision.ts";
import { findHome } from "./stack-home.ts";
import { pruneWorktrees, Worktrees } from "./worktrees.ts";

/** A person's repository with one app at its root and one in a folder, each in two revisions. */
let home: string;
let root: string;
const { signal } = new AbortController();
const manifest = { title: "App", language: "JavaScript", runtime: "node", workloads: ["hello"] };
const variants = { bare: { command: ["node", "server.mjs"], server: "node" } };

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "stack-home-")));
  root = join(home, "shop");
  const nested = join(root, "apps/cart");
  await mkdir(nested, { recursive: true });
  run("init", "--quiet");
  for (const revision of ["first", "second"]) {
    for (const folder of [root, nested]) {
      await writeFile(join(folder, "stack.json"), JSON.stringify({ ...manifest, variants }));
      await writeFile(join(folder, "server.mjs"), `// ${revision}\n`);
    }
    run("add", "--all");
    run("commit", "--quiet", `--message=${revision}`);
    run("tag", revision);
  }
});
afterAll(() => rm(home, { recursive: true }));

function run(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: root });
}

async function armsOf(stack: string, driver: keyof typeof driverTraits, worktrees: Worktrees) {
  const found = await findHome(stack);
  const base = await readRevision("base", "first", found.root);
  const head = await readRevision("head", undefined, found.root);
  const task = { home: found, base, head, worktrees, isDryRun: false, signal, report: () => {} };
  const names = ["base", "head"] as const;
  return await makeArms({ ...task, names, driver: { traits: driverTraits[driver] } });
}

test.each([
  ["shop", "."],
  ["cart", "apps/cart"],
])("%s is compared with its base in a tree of its own repository", async (id, place) => {
  {
    await using worktrees = new Worktrees(root);
    const selected = await armsOf(join(root, place), "docker", worktrees);
    expect(selected.map(({ variant }) => variantKey(variant))).toEqual([
      `${id}@base:bare`,
      `${id}@head:bare`,
    ]);
    const [base, head] = selected.map(({ stack }) => stack);
    expect(await readFile(join(base!.directory, "server.mjs"), "utf8")).toContain("first");
    expect(await readFile(join(head!.directory, "server.mjs"), "utf8")).toContain("second");
    expect(head!.directory).toBe(join(root, place));
    // What its image shares with those of other stacks is here, and no lockfile here knows it.
    const shared = { origin: { from: "tree", id, repositoryRoot }, external: true };
    expect([base, head]).toMatchObject([shared, shared]);
    // Who is asked about another checkout says nothing of this one's trees.
    expect(await pruneWorktrees(root)).toEqual([]);
  }
  const registered = await git(["worktree", "list", "--porcelain"], { root });
  expect(registered.match(/^worktree /gm)).toHaveLength(1);
});

test("a folder without a stack.json is an app as it is, in the shape that is named or the plainest", async () => {
  const folder = join(root, "plain");
  await mkdir(folder);
  await writeFile(join(folder, "server.js"), "// first\n");
  run("add", "plain");
  run("commit", "--quiet", "--message=plain");
  run("tag", "--force", "plain");
  const { app, findIn } = await findHome(folder);
  expect(app).toMatchObject({ id: "plain", app: { interface: "node", entry: "server.js" } });
  await using worktrees = new Worktrees(root);
  const tree = await worktrees.add(await git(["rev-parse", "plain"], { root }), signal);
  const found = await findIn(tree);
  expect(variantKey(found.variant)).toBe("plain:bare");
  expect(found.stack).toMatchObject({ id: "plain", directory: join(tree, "plain") });
  const pm2 = await findHome(`${folder}:pm2`);
  expect((await pm2.findIn(root)).variant).toMatchObject({ id: "pm2", stackId: "plain" });
  const none = await findHome(`${folder}:pm3`);
  await expect(none.findIn(root)).rejects.toThrow(
    /expected a shape of node \(bare, .*got "pm3"; did you mean pm2/,
  );
});

test("local processes of both revisions share what is installed, where both ask for the same", async () => {
  const modules = join(root, "apps/cart/node_modules");
  await mkdir(join(modules, "left-pad"), { recursive: true });
  try {
    await using worktrees = new Worktrees(root);
    const selected = await armsOf(join(root, "apps/cart"), "process", worktrees);
    expect(existsSync(join(selected[0]!.stack.directory, "node_modules/left-pad"))).toBe(true);
    await worktrees[Symbol.asyncDispose]();
    // The link is gone, and nothing behind it.
    expect(existsSync(join(modules, "left-pad"))).toBe(true);
    await writeFile(join(root, "apps/cart/package.json"), "{}");
    await expect(armsOf(join(root, "apps/cart"), "process", worktrees)).rejects.toThrow(
      /expected the same package\.json in both revisions.*--driver=docker/,
    );
  } finally {
    await rm(modules, { recursive: true });
    await rm(join(root, "apps/cart/package.json"), { force: true });
  }
});

test("a folder of this repository's stacks is that stack", async () => {
  const { root: own, findIn } = await findHome(join(repositoryRoot, "stacks/node-http:cluster"));
  expect(own).toBe(repositoryRoot);
  expect((await findIn(own)).variant).toMatchObject({ stackId: "node-http", id: "cluster" });
});

test("a folder that no git knows, or that is not there, is wrong usage", async () => {
  await expect(findHome(home)).rejects.toThrow(/expected a folder of a git checkout/);
  await expect(findHome(join(home, "none"))).rejects.toThrow(/expected a folder, found none/);
});
