import { repositoryRoot, driverTraits } from "@stackbench/session";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { variantKey } from "@stackbench/model";
import { beforeAll, expect, test } from "vitest";
import { useOwnRepository } from "../testing/own-repository.ts";
import { git } from "./git.ts";
import { makeArms } from "./make-arms.ts";
import { readRevision, type Revision } from "./read-revision.ts";
import { findHome } from "./stack-home.ts";
import { Worktrees } from "./worktrees.ts";

beforeAll(useOwnRepository);

const { signal } = new AbortController();
const image: Revision = { kind: "image", id: "sha256:1", reference: "x:1", label: "image x:1" };

test("the arms are stacks of their own, each made from its revision", async () => {
  const commit = await git(["rev-parse", "HEAD"]);
  const base = await readRevision("base", "HEAD");
  const head = await readRevision("head", undefined);
  expect(base).toEqual({ kind: "commit", commit, label: `HEAD (${commit.slice(0, 10)})` });
  await using worktrees = new Worktrees();
  const selected = await makeArms({
    home: await findHome("node-http:cluster"),
    base,
    head,
    names: ["base", "base-again", "head"],
    driver: { traits: driverTraits.docker },
    worktrees,
    isDryRun: false,
    signal,
    report: () => {},
  });
  expect(selected.map(({ variant }) => variantKey(variant))).toEqual([
    "node-http@base:cluster",
    "node-http@base-again:cluster",
    "node-http@head:cluster",
  ]);
  const [first, again, last] = selected.map(({ stack }) => stack);
  const tree = await worktrees.add(commit, signal);
  expect(first!.origin).toEqual({ from: "tree", id: "node-http", repositoryRoot: tree });
  expect(again!.directory).toBe(first!.directory);
  expect(existsSync(join(first!.directory, "package.json"))).toBe(true);
  expect(first!.directory.startsWith(tree)).toBe(true);
  expect(last!.directory).toBe(join(repositoryRoot, "stacks/node-http"));
  expect(first!.versions["revision"]).toBe(base.label);
  // An image is made for all variants of a stack: one with a code cache is filled for it.
  expect(last!.variants.map(variantKey)).toContain("node-http@head:compile-cache");
});

test("an image takes the place of the app's own", async () => {
  await using worktrees = new Worktrees();
  const head = { kind: "working-tree", label: "working tree" } as const;
  const selected = await makeArms({
    home: await findHome("node-http"),
    base: image,
    head,
    names: ["base", "head"],
    driver: { traits: driverTraits.docker },
    worktrees,
    isDryRun: false,
    signal,
    report: () => {},
  });
  expect(selected.map(({ stack }) => stack.origin?.from)).toEqual(["image", "tree"]);
  expect(selected[0]!.variant.id).toBe("bare");
});

test.each([
  [
    "docker",
    ["would build an image: node-http of HEAD", "would build an image: node-http of working tree"],
  ],
  ["process", ["would install node-http of HEAD"]],
] as const)(
  "a dry run for %s tells what would be made of what, and makes nothing",
  async (driver, told) => {
    await using worktrees = new Worktrees();
    const lines: string[] = [];
    const home = await findHome("node-http");
    const selected = await makeArms({
      home: { ...home, install: () => Promise.reject(new Error("installed")) },
      base: await readRevision("base", "HEAD"),
      head: { kind: "working-tree", label: "working tree" },
      names: ["base", "base-again", "head"],
      driver: { traits: driverTraits[driver] },
      worktrees,
      isDryRun: true,
      signal,
      report: (line) => void lines.push(line),
    });
    expect(selected).toHaveLength(3);
    const [checkedOut, ...rest] = lines.map((line) => line.replace(/ \(.*$/, ""));
    expect(checkedOut).toMatch(/^checking HEAD/);
    // The base twice is one image, and one installation.
    expect(rest).toEqual(told);
  },
);

test.each([["*:bare"], ["node-http,fastify"], ["./my-app:*"]])(
  "%s names no single variant",
  async (stack) => {
    await expect(findHome(stack)).rejects.toThrow(/expected one variant/);
  },
);

test.each([["no-such-ref"], ["-x"], ["image:Not/An/Image"]])(
  "%s is neither a ref nor an image",
  async (text) => {
    await expect(readRevision("base", text)).rejects.toThrow(
      /--base: expected a git ref or an image/,
    );
  },
);
