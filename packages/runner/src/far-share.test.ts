import type { ContainerHandle, NetworkPath, Scaling } from "@stackbench/model";
import { expect, test } from "vitest";
import { farShare, farWays } from "./far-share.ts";
import { networkUse } from "./network-use.ts";

const on = (machine: string, name: ContainerHandle["name"] = "app"): ContainerHandle => ({
  name,
  kind: "container",
  containerId: `${name}-${machine}`,
  machine,
});

test("of replicas, those that are not beside their proxy", () => {
  const proxy = on("a", "proxy");
  expect(farShare({})).toBe(0);
  expect(farShare({ containers: [on("a"), on("b")] })).toBe(0);
  expect(farShare({ containers: [proxy, on("a"), on("b"), on("b"), on("c", "load")] })).toBe(2 / 3);
  const serving = [on("a"), on("b")].map((handle, index) => ({ replica: index + 1, handle }));
  const scaling = { serving: () => serving } as unknown as Scaling;
  expect(farShare({ containers: [proxy, on("a")], scaling })).toBe(0.5);
});

test("to each other machine of the server goes what its replicas answer", () => {
  const path = {} as NetworkPath;
  const paths = new Map([2, 3].map((node) => [node, path]));
  const servers = ["a", "b", "c"];
  const containers = [on("a", "proxy"), on("a"), on("b"), on("a"), on("b")];
  expect(farWays({ containers }, paths, servers)).toEqual([{ node: 2, path, share: 0.5 }]);
  expect(farWays({ containers: containers.slice(1) }, paths, servers)).toEqual([]);
  expect(farWays({ containers }, new Map(), servers)).toEqual([]);
});

test("the network of the server carries what goes to far replicas, too", () => {
  const path = { bytesPerSecondTo: 1e6, bytesPerSecondFrom: 1e6 };
  const requests = { perSecond: 1000, bytesEach: 100 };
  const answers = { perSecond: 1000, bytesEach: 200 };
  const near = networkUse(path, { requests, answers });
  const far = networkUse(path, { requests, answers, farShare: 0.5 });
  expect(near.what).toBe("answers");
  // Heads of 116 bytes stand before each.
  expect(near.bytesPerSecond).toBe(1000 * 316);
  expect(far.bytesPerSecond).toBe(1000 * 316 + 500 * 216);
});
