import { spawnSync } from "node:child_process";
import { formatIdentity, ownIdentity, type ProcessIdentity } from "@stackbench/host";
import { expect, test } from "vitest";
import { isLeftover, ownReason } from "./owner.ts";

const reasonOf = (change: Partial<ProcessIdentity>): string =>
  `stackbench ab ${formatIdentity({ ...ownIdentity(), ...change })}`;

test("a worktree of this process is none that was left", () => {
  expect(isLeftover(ownReason())).toBe(false);
});

test("one of a process that has died is, also where a later process has its pid", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isLeftover(reasonOf({ pid }))).toBe(true);
  expect(isLeftover(reasonOf({ bootId: "another" }))).toBe(true);
});

test("nobody else's lock is touched, nor one of a container beside this", () => {
  expect(isLeftover("on a stick that is not plugged in")).toBe(false);
  expect(isLeftover("")).toBe(false);
  expect(isLeftover(reasonOf({ pid: 2 ** 22, machine: "another" }))).toBe(false);
  expect(isLeftover(reasonOf({ pid: 2 ** 22, pidNamespace: "another" }))).toBe(false);
});
