import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { codeCache } from "./code-cache.ts";

const home = mkdtempSync(join(tmpdir(), "stackbench-code-"));
afterEach(() => void vi.unstubAllEnvs());

test("stands among the user's caches, unless the environment says where", () => {
  vi.stubEnv("NODE_COMPILE_CACHE", undefined);
  vi.stubEnv("XDG_CACHE_HOME", home);
  expect(codeCache()).toEqual({ NODE_COMPILE_CACHE: join(home, "stackbench/compile-cache") });
  vi.stubEnv("NODE_COMPILE_CACHE", "/warm");
  expect(codeCache()).toEqual({ NODE_COMPILE_CACHE: "/warm" });
});

test("a program that keeps its code finds it there the next time", () => {
  const { NODE_COMPILE_CACHE: _, ...rest } = process.env;
  const script = `import { keepCode } from ${JSON.stringify(join(import.meta.dirname, "code-cache.ts"))};
    keepCode();
    await import(${JSON.stringify(join(import.meta.dirname, "cpu-list.ts"))});`;
  const words = ["--input-type=module", "--eval", script];
  const env = { ...rest, XDG_CACHE_HOME: home };
  execFileSync(process.execPath, words, { env, stdio: "inherit" });
  expect(readdirSync(join(home, "stackbench/compile-cache"))).not.toEqual([]);
  rmSync(home, { recursive: true });
});
