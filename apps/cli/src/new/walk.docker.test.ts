import { repositoryRoot } from "@stackbench/session";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runBench } from "../testing/run-bench.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "stackbench-walk-"));
});
afterAll(() => rm(home, { recursive: true }));

test("the walk of docs/adding-a-stack.md, followed to the letter, verifies", async () => {
  const text = await readFile(join(repositoryRoot, "docs/adding-a-stack.md"), "utf8");
  const walk = text.slice(text.indexOf("## Another language"), text.indexOf("5. **Verify**"));
  const blocks = [...walk.matchAll(/^ {3}```\w+\n(.*?)^ {3}```$/gms)].map(([, block]) =>
    block!.replaceAll(/^ {3}/gm, ""),
  );
  expect(blocks).toHaveLength(4);
  const [stack, dockerfile, puma, app] = blocks;
  const folder = join(home, "ruby-app");
  // A second try finds what the first has written.
  await mkdir(folder, { recursive: true });
  const files = {
    "stack.json": stack!,
    Dockerfile: dockerfile!,
    "puma.rb": puma!,
    "app.rb": app!,
    "config.ru": 'require_relative "app"\nrun App\n',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const { code, stdout, stderr } = await runBench(["verify", folder, "--driver=docker"]);
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toContain("3 verified, 0 failed");
}, 600_000);

test("a Node folder outside the repository gets an image of its own", async () => {
  const folder = join(home, "node-app");
  await runBench(["new", folder, "--like=express"]);
  const { code, stdout, stderr } = await runBench(["verify", `${folder}:bare`, "--driver=docker"]);
  expect(code, `${stdout}\n${stderr}`).toBe(0);
}, 600_000);
