import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ownFolder } from "./own-folder.ts";

const root = mkdtempSync(join(tmpdir(), "stackbench-own-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("makes the folder with its parents, for this user alone", () => {
  const path = join(root, "a", "b");
  expect(ownFolder(path)).toBe(path);
  expect(modeOf(path)).toBe(0o700);
  expect(ownFolder(path)).toBe(path);
});

test("closes one that others could only read", () => {
  const path = join(root, "readable");
  mkdirSync(path);
  chmodSync(path, 0o755);
  expect(ownFolder(path)).toBe(path);
  expect(modeOf(path)).toBe(0o700);
});

test("refuses one that others could write to, one behind a link, a file, and a place that cannot be had", () => {
  const open = join(root, "open");
  mkdirSync(open);
  chmodSync(open, 0o777);
  expect(ownFolder(open)).toBeUndefined();
  expect(modeOf(open)).toBe(0o777);
  const link = join(root, "link");
  symlinkSync(join(root, "a"), link);
  expect(ownFolder(link)).toBeUndefined();
  expect(ownFolder("/etc/hostname/below")).toBeUndefined();
  expect(ownFolder("/etc/hostname")).toBeUndefined();
});

test.runIf(process.getuid?.() === 0)("refuses another user's", () => {
  const path = join(root, "theirs");
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, 65_534, 65_534);
  expect(ownFolder(path)).toBeUndefined();
});
