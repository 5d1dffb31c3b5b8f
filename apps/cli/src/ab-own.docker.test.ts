import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { leftovers } from "./testing/leftovers.ts";
import { runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

const out = temporaryResults();
const root = mkdtempSync(join(tmpdir(), "stackbench-ab-own-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const app = (name: string) => `async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    body = b'{"of":"${name}"}'
    status = 200 if scope["path"] == "/orders" else 404
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})
`;

test("an app as it is is measured between two commits of its repository, asked what its requests.http says", async () => {
  const folder = join(root, "shop");
  mkdirSync(folder);
  const git = (...words: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], { cwd: root });
  git("init", "--quiet");
  for (const name of ["first", "other"]) {
    writeFileSync(join(folder, "app.py"), app(name));
    git("add", "--all");
    git("commit", "--quiet", `--message=${name}`);
    git("tag", name);
  }
  writeFileSync(
    join(folder, "requests.http"),
    "### list\nGET /orders\n### make\nPOST /orders\n\n1\n",
  );
  const asked = ["ab", "--base=first", "--head=other", `--stack=${folder}:uvicorn`];
  const dry = await runBench([...asked, "--dry-run", `--out=${out}`]);
  expect(dry.code, dry.stderr).toBe(0);
  expect(dry.stderr).toMatch(/^would build an image: shop of first .*\nchecking other /m);
  const { experiment } = JSON.parse(dry.stdout) as { experiment: { customRequests: object[] } };
  expect(experiment.customRequests).toMatchObject([{ name: "list" }, { name: "make" }]);
  const { code, stdout, stderr } = await runBench([
    ...asked,
    "--json",
    "--rounds=1",
    "--duration=0.3",
    "--warmup=0.1",
    "--no-calibration",
    `--out=${out}`,
  ]);
  // Of one short round nothing need be known.
  expect([0, 1, 3, 5], stderr).toContain(code);
  expect(stderr).toMatch(/^list: GET \/orders: 20 answers of shop@base:uvicorn/m);
  expect(stderr).toMatch(/^make: POST \/orders: 20 answers of shop@head:uvicorn/m);
  expect(JSON.parse(stdout)).toMatchObject({ variant: "shop:uvicorn", failures: [] });
  expect(leftovers()).toEqual([]);
  const trees = git("worktree", "list", "--porcelain").toString();
  expect(trees.match(/^worktree /gm)).toHaveLength(1);
});
