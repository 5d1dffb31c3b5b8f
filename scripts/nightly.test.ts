import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The script as it is, with an `npx` that writes down what it is asked and ends as it is told. */
const script = join(import.meta.dirname, "nightly");
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "nightly-test-"));
  const stub = `#!/usr/bin/env bash
echo "$*" >>"$ASKED"
case $* in *" site"*) exit "$SITE_CODE" ;; *) exit "$NIGHT_CODE" ;; esac
`;
  await writeFile(join(home, "npx"), stub);
  await chmod(join(home, "npx"), 0o755);
});
afterAll(() => rm(home, { recursive: true }));

async function night(codes: { night: number; site?: number }, ...args: string[]) {
  const asked = join(home, "asked");
  await rm(asked, { force: true });
  const { status } = spawnSync(script, args, {
    env: {
      PATH: [home, process.env["PATH"]].join(delimiter),
      ASKED: asked,
      NIGHT_CODE: String(codes.night),
      SITE_CODE: String(codes.site ?? 0),
      BUDGET: "30m",
      STACKS: "node-http:bare,fastify:bare",
      SITE: "/tmp/a site",
    },
  });
  return { status, asked: (await readFile(asked, "utf8")).trim().split("\n") };
}

test("a night is measured within its budget, and then the site is made", async () => {
  const { status, asked } = await night({ night: 0 }, "--seed=7");
  expect(status).toBe(0);
  expect(asked).toEqual([
    "-y pnpm@12 --silent bench nightly --stack=node-http:bare,fastify:bare --workload=hello,hash-sort --budget=30m --seed=7",
    "-y pnpm@12 --silent site --out=/tmp/a site",
  ]);
});

test.each([
  [3, 2],
  [1, 2],
  [5, 2],
  [2, 1],
  [4, 1],
  [130, 1],
])("code %d of the night is the script's, after %d programs", async (code, programs) => {
  const { status, asked } = await night({ night: code });
  expect([status, asked.length]).toEqual([code, programs]);
});

test("a site that cannot be made is told", async () => {
  expect(await night({ night: 0, site: 4 })).toMatchObject({ status: 4 });
});
