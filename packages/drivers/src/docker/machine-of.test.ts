import { expect, test } from "vitest";
import { machineFrom } from "./machine-of.ts";

const here = { Name: "ann", KernelVersion: "6.1.0-13-amd64", MemTotal: 8_000_000_000 };
const info = { ...here, ID: "e2f0", NCPU: 2 };

test("an engine of this machine is on no other, by whatever address it was reached", () => {
  expect(machineFrom(info, here)).toBeUndefined();
});

test.each([
  ["name", { Name: "bob" }],
  ["kernel", { KernelVersion: "6.12.5-linuxkit" }],
  ["memory", { MemTotal: 16_000_000_000 }],
])("one of another %s is on another machine", (_what, change) => {
  expect(machineFrom({ ...info, ...change }, here)).toMatch(/^[0-9a-f]{12}$/);
});

test("two other machines are told apart, and none is named", () => {
  const [one, two] = ["a", "b"].map((ID) => machineFrom({ ...info, ID, Name: "box" }, here));
  expect(one).not.toBe(two);
});
