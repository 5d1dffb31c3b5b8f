import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isLeftover, ownReason } from "./owner.ts";

test("a worktree of this process is none that was left", () => {
  expect(isLeftover(ownReason())).toBe(false);
});

test("one of a process that has died is, also where a later process has its pid", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isLeftover(`stackbench ab ${pid} unknown`)).toBe(true);
  expect(isLeftover(`stackbench ab ${process.pid} another-boot/1`)).toBe(true);
});

test("nobody else's lock is touched", () => {
  expect(isLeftover("on a stick that is not plugged in")).toBe(false);
  expect(isLeftover("")).toBe(false);
});
