import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const script = join(import.meta.dirname, "history-branch");
let home: string;
const environment = {
  ...process.env,
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@b",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@b",
};

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: join(home, folder), env: environment, encoding: "utf8" }).trim();
const keep = (folder: string, word: string) =>
  spawnSync(script, [word], { cwd: join(home, folder), env: environment, encoding: "utf8" });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "history-branch-"));
  git("", "init", "--quiet", "--bare", "origin.git");
  // Three machines, one after the other.
  for (const folder of ["first", "second", "third"]) {
    git("", "init", "--quiet", "--initial-branch=main", folder);
    git(folder, "remote", "add", "origin", join(home, "origin.git"));
    await writeFile(join(home, folder, "code.ts"), "");
    git(folder, "add", "code.ts");
    git(folder, "commit", "--quiet", "--message=code");
    await mkdir(join(home, folder, "results/history"), { recursive: true });
  }
});
afterAll(() => rm(home, { recursive: true }));

test("nights go from machine to machine, and nothing else does", async () => {
  const [may, june] = ["2026-05.jsonl", "2026-06.jsonl"];
  expect(keep("first", "fetch")).toMatchObject({ status: 0, stdout: "no nights yet\n" });
  await writeFile(join(home, "first/results/history", may), "one\n");
  await writeFile(join(home, "first/staged"), "");
  git("first", "add", "staged");
  expect(keep("first", "push")).toMatchObject({ status: 0 });
  expect(git("first", "status", "--porcelain")).toMatch(/^A {2}staged$/m);

  expect(keep("second", "fetch")).toMatchObject({ status: 0 });
  expect(await readFile(join(home, "second/results/history", may), "utf8")).toBe("one\n");
  await writeFile(join(home, "second/results/history", june), "two\n");
  expect(keep("second", "push")).toMatchObject({ status: 0 });
  expect(keep("second", "push")).toMatchObject({ status: 0, stdout: "no new night\n" });
  // What was not fetched here is there all the same.
  await rm(join(home, "second/results/history", may));
  await writeFile(join(home, "second/results/history", june), "two\nthree\n");
  expect(keep("second", "push")).toMatchObject({ status: 0 });
  const tip = ["--git-dir=origin.git", "ls-tree", "-r", "--name-only", "nightly-history"];
  expect(git("", ...tip).split("\n")).toEqual([may, june].map((name) => `results/history/${name}`));
  expect(git("", "--git-dir=origin.git", "rev-list", "--count", "nightly-history")).toBe("3");
});

test("a remote that does not answer is no empty history", () => {
  git("third", "remote", "set-url", "origin", join(home, "gone.git"));
  for (const word of ["fetch", "push"]) {
    const { status, stdout } = keep("third", word);
    expect(status).toBeGreaterThan(1);
    expect(stdout).toBe("");
  }
  expect(keep("third", "pull")).toMatchObject({ status: 2 });
});
