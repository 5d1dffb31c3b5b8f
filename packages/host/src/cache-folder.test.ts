import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

afterEach(() => vi.unstubAllEnvs());

test("stands where the user's caches stand, for this user alone", () => {
  const home = mkdtempSync(join(tmpdir(), "stackbench-cache-"));
  vi.stubEnv("HOME", home);
  vi.stubEnv("XDG_CACHE_HOME", "");
  expect(cacheFolder("things")).toBe(join(home, ".cache/stackbench/things"));
  vi.stubEnv("XDG_CACHE_HOME", join(home, "caches"));
  expect(cacheFolder("things")).toBe(join(home, "caches/stackbench/things"));
  expect(statSync(join(home, "caches/stackbench/things")).mode & 0o777).toBe(0o700);
  rmSync(home, { recursive: true });
});

test("is none for who has no home", () => {
  vi.stubEnv("HOME", "");
  vi.stubEnv("XDG_CACHE_HOME", "");
  expect(cacheFolder("things")).toBeUndefined();
});
