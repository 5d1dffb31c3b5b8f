import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@stackbench/host";
import { repositoryRoot } from "@stackbench/session";
import type { RowsJson } from "@stackbench/report";
import { afterAll, afterEach, expect, test } from "vitest";
import { heldCodes, runBench } from "./testing/run-bench.ts";
import { temporaryResults } from "./testing/temporary-results.ts";
import { writeFolder } from "./testing/write-folder.ts";

const out = temporaryResults();
const root = mkdtempSync(join(tmpdir(), "stackbench-php-"));
const containers: string[] = [];
const docker = (...words: string[]): string => execFileSync("docker", words, { encoding: "utf8" });
afterEach(() => {
  for (const id of containers.splice(0)) docker("rm", "--force", id);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const quick = ["--rounds=1", "--duration=0.3", "--warmup=0.1", "--no-calibration", `--out=${out}`];

const folder = (name: string, files: Record<string, string>): string =>
  writeFolder(join(root, name), files);

test("a plain page of PHP is served in every shape, over TLS by Apache too", async () => {
  const directory = folder("own-php", {
    "public/index.php":
      "<?php header('Content-Type: text/plain'); echo 'Hello from ', strtok(PHP_VERSION, '.');\n",
  });
  const held = await runBench(["shapes", directory, "--shape=all", "--json", ...quick]);
  expect(heldCodes, held.stderr).toContain(held.code);
  expect(held.stderr).toContain("php app public/index.php: by its name");
  expect(held.stderr).toMatch(/bodies of type text\/plain.* of 12 bytes/);
  const { rows } = JSON.parse(held.stdout) as RowsJson;
  expect(rows.map(({ status }) => status)).toEqual(Array(10).fill("measured"));
});

/** As on a machine on which somebody develops: PHP answers 200, and writes what is wrong into the page. */
const shown = "<?php ini_set('display_errors', '1'); ?><h1>Shop</h1>\n";

test.each([
  ["own-php-warning", "<?= $missing ?>", "Warning: Undefined variable $missing in /app/index.php"],
  ["own-php-fatal", "<?php load_shop();", "Fatal error: Uncaught Error: Call to undefined func"],
])(
  "%s: a page of PHP that is an error at 200 is told, by nginx, Apache and --url",
  async (...given) => {
    const [name, code, line] = given;
    const directory = folder(name, { "index.php": shown + code });
    const shapes = "--shape=fpm,apache-fpm";
    const held = await runBench(["shapes", directory, shapes, "--json", ...quick]);
    expect(heldCodes, held.stderr).toContain(held.code);
    expect(held.stderr).toContain(
      `GET / answers 200 at ${name}:fpm, ${name}:apache-fpm, but it reads like an error page: "${line}`,
    );
    const { rows } = JSON.parse(held.stdout) as RowsJson;
    expect(rows.map(({ status }) => status)).toEqual(["measured", "measured"]);

    const url = await servedByHand(name);
    const asked = await runBench(["run", `--url=${url}`, "--path=/", "--json", ...quick]);
    expect(heldCodes, asked.stderr).toContain(asked.code);
    expect(asked.stderr).toContain(`but it reads like an error page: "${line}`);
  },
);

/** The app's image, its command run by nobody of the harness. */
async function servedByHand(name: string): Promise<string> {
  const file = join(repositoryRoot, "packages/shapes/own/php.json");
  const { shapes } = JSON.parse(readFileSync(file, "utf8")) as {
    shapes: Record<string, { command: string[] }>;
  };
  const command = shapes["apache-fpm"]!.command.map((word) =>
    word === "{entry}" ? "index.php" : word,
  );
  const [image] = docker("image", "ls", "--format={{.ID}}", `stackbench/stack-${name}`).split("\n");
  const port = await freePort();
  const told = { HOST: "127.0.0.1", PORT: `${port}`, WORKERS: "1", THREADS: "1" };
  const variables = Object.entries(told).map(([key, value]) => `--env=${key}=${value}`);
  const id = docker("run", "--detach", "--network=host", ...variables, image!, ...command).trim();
  containers.push(id);
  const url = `http://127.0.0.1:${port}/`;
  while (!(await fetch(url).catch(() => undefined))) await pause(50);
  return url;
}
