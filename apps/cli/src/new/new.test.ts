import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { benchHere } from "../testing/bench-here.ts";
import { heldCodes, runBench } from "../testing/run-bench.ts";
import { usageErrorOf } from "../testing/usage-error-of.ts";

/** Folders outside the repository: those inside would be in everybody's way. */
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "stackbench-new-"));
});
afterAll(() => rm(home, { recursive: true }));

test("a folder made like a Node stack verifies and runs at once as a local process", async () => {
  const folder = join(home, "my-app");
  const made = await benchHere(["new", folder, "--like=fastify"]);
  expect(made).toMatchObject({ code: 0 });
  expect(made.stdout).toContain("src/server.ts");
  expect(await readFile(join(folder, "stack.json"), "utf8")).toContain(
    '"title": "my-app, begun as Fastify"',
  );
  expect(JSON.parse(await readFile(join(folder, "package.json"), "utf8"))).toMatchObject({
    name: "@stackbench/stack-my-app",
  });

  const verified = await runBench(["verify", `${folder}:bare`, "--driver=process"]);
  expect(verified.stdout).toMatch(/^ok {6}my-app:bare/);
  const { code, stdout } = await runBench([
    `--stack=${folder}:bare,node-http:bare`,
    "--driver=process",
    "--no-calibration",
    "--rounds=1",
    "--duration=0.3",
    "--warmup=0",
    "--json",
    `--out=${join(home, "results")}`,
  ]);
  expect(heldCodes).toContain(code);
  const { rows } = JSON.parse(stdout) as { rows: { stack: string; status: string }[] };
  expect(rows.map(({ stack, status }) => `${stack} ${status}`).toSorted()).toEqual([
    "my-app measured",
    "node-http measured",
  ]);
  const listed = await benchHere(["list", folder]);
  expect(listed.stdout).toMatch(/^my-app: my-app, begun as Fastify \(TypeScript, fastify \d/);
});

test("a Dockerfile names no stack: it is told the folder's name", async () => {
  const folder = join(home, "other-app");
  await benchHere(["new", folder, "--like=flask"]);
  const dockerfile = await readFile(join(folder, "Dockerfile"), "utf8");
  expect(dockerfile).toMatch(/^ARG STACK$/m);
  expect(dockerfile).toContain("COPY stacks/${STACK} /app/stacks/${STACK}");
  expect(dockerfile).not.toMatch(/other-app|stacks\/flask/);
});

test("a Python folder outside has no manifest that only a workspace needs", async () => {
  const folder = join(home, "py-app");
  const made = await benchHere(["new", folder, "--like=aiohttp"]);
  expect(made.stdout).toContain("app.py");
  expect(made.stdout).toContain("packages/workloads-python/Dockerfile");
  expect((await readdir(folder)).toSorted()).toEqual(["app.py", "stack.json"]);
});

test("names that only begin alike are left alone", async () => {
  const folder = join(home, "go-app");
  await benchHere(["new", folder, "--like=nginx"]);
  expect(await readFile(join(folder, "Dockerfile"), "utf8")).toContain("nginx:stable-trixie");
  expect(await readFile(join(folder, "stack.json"), "utf8")).toContain('"server": "nginx"');
});

test.each([
  [["new", "fastify", "--like=express"], /a folder that is not there yet/],
  [["new", "My_App", "--like=express"], /lower case letters/],
  [["new", "url", "--like=express"], /other than "url"/],
  [["new", "my-app", "--like=expres"], /did you mean express\?/],
  [["new", "my-app"], /--like: expected one of/],
  [["new", "--like=express"], /expected one name or folder/],
  [["new", "/tmp/fastify", "--like=express"], /a name that no stack has yet/],
])("%j is wrong usage and makes nothing", async (args, message) => {
  expect(await usageErrorOf(args)).toMatch(message);
});
