import { expect, test } from "vitest";
import type { ExaminedNodes } from "@stackbench/session";
import { describeNodes } from "./describe-nodes.ts";

const node = {
  id: "1",
  isManager: false,
  isReady: true,
  state: "ready",
  address: "192.0.2.1",
  engineVersion: "29.0.0",
  cpus: 2,
  memoryBytes: 2 ** 31,
  roles: [],
};
const examined: ExaminedNodes = {
  nodes: [
    { ...node, name: "one", roles: ["load"], isManager: true },
    { ...node, name: "two", roles: ["server"] },
    { ...node, name: "three" },
  ],
  reference: "one",
  paths: [
    {
      from: "one",
      to: "two",
      roundTripMs: 0.25,
      clockOffsetMs: -12.5,
      clockErrorMs: 0.1,
      bytesPerSecondTo: 117_500_000,
      bytesPerSecondFrom: 1_250_000_000,
    },
  ],
  remarks: [],
};

test("tells what each node is, by whose clock, and the way between", () => {
  const lines = describeNodes(examined).split("\n");
  expect(lines[1]).toMatch(/^one +load +ready, manager +29\.0\.0 +2 +2\.0 GiB +reference$/);
  expect(lines[2]).toMatch(/^two +server .* −12\.5 ± 0\.10 ms$/);
  expect(lines[3]).toMatch(/^three +– .* –$/);
  expect(lines[6]).toMatch(/^one +two +0\.25 ms +940\.0 Mbit\/s +10\.00 Gbit\/s$/);
});

test("tells of no way where none was measured", () => {
  const text = describeNodes({ ...examined, paths: [] });
  expect(text).not.toContain("round trip");
  expect(text).not.toContain("reference");
});
