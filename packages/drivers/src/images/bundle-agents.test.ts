import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import { afterAll, expect, it } from "vitest";
import { bundleAgents } from "./bundle-agents.ts";

const directory = mkdtempSync(join(tmpdir(), "stackbench-agents-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it("makes programs that run by themselves, CommonJS dependencies included", async () => {
  writeFileSync(
    join(directory, "common.cjs"),
    'module.exports = typeof require("node:fs").existsSync;',
  );
  const source = join(directory, "agent.ts");
  writeFileSync(
    source,
    'import kind from "./common.cjs";\nconst told: string = kind;\nconsole.log(told);',
  );
  const entries = { generator: source, verifier: source, autocannon: source, upstream: source };
  const files = await bundleAgents(entries);
  expect(files.map((file) => file.path)).toEqual([
    "agents/autocannon.mjs",
    "agents/generator.mjs",
    "agents/upstream.mjs",
    "agents/verifier.mjs",
  ]);
  const [first] = files;
  const bundle = join(directory, "bundle.mjs");
  writeFileSync(bundle, first!.kind === "bytes" ? first!.bytes : "");
  rmSync(join(directory, "common.cjs"));
  expect(execFileSync(process.execPath, [bundle], { encoding: "utf8" })).toBe("function\n");
});

it("leaves no process behind, whichever of several ends first", async () => {
  const source = join(directory, "other.ts");
  writeFileSync(source, "console.log(1);");
  await Promise.all([bundleAgents({ load: source }), bundleAgents({ profiler: source })]);
  const children = () =>
    execFileSync("ps", ["-o", "args=", "--ppid", `${process.pid}`], { encoding: "utf8" });
  await expect.poll(children).not.toContain("esbuild");
});

it("names a program that is not there", async () => {
  const entries = {
    generator: "/none.ts",
    verifier: "/none.ts",
    autocannon: "/none.ts",
    upstream: "/none.ts",
  };
  await expect(bundleAgents(entries)).rejects.toBeInstanceOf(HostError);
});
