import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCommandLine, readProcess, readProcessTable } from "@stackbench/host";
import { expect, onTestFinished, test } from "vitest";
import { bundle } from "./bundle.ts";

test("is made although the bundler's service has ended, as Ctrl-C in a terminal ends it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "stackbench-bundle-"));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  const entry = join(folder, "entry.ts");
  await writeFile(entry, 'console.log("bundled");\n');
  const bundledScript = async () => (await bundle(entry)).script;
  expect(await bundledScript()).toContain("bundled");
  const [pid, ...others] = [...readProcessTable().values()]
    .filter(({ parent }) => parent === process.pid)
    .map((child) => child.pid)
    .filter((child) => readCommandLine(child).includes("esbuild"));
  expect(others).toEqual([]);
  process.kill(pid!, "SIGINT");
  while (readProcess(pid!)) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await bundledScript()).toContain("bundled");
});
