import type { Mix, Variant } from "@stackbench/model";
import { expect, test } from "vitest";
import { poolsOf } from "./pools.ts";

const mix: Mix = [
  { workload: "hello", weight: 14 },
  { workload: "items.get", weight: 5 },
  { workload: "items", weight: 5 },
  { workload: "report", weight: 1 },
];
const plain: Variant = {
  id: "a",
  stackId: "app",
  command: [],
  server: "own",
  workers: 3,
  threads: 4,
  replicas: 2,
  proxy: "none",
  protocol: "http",
  socket: "tcp",
  tls: "none",
  environment: {},
};

test("all workers of all replicas serve all parts where there are no groups", () => {
  expect(poolsOf(plain, mix, 2)).toEqual([
    { group: null, workers: 6, threads: 4, parts: [0, 1, 2, 3], sharesParts: false },
  ]);
});

test("a group serves the parts whose paths are all its own, and says where it shares one", () => {
  const processGroups = {
    main: { workers: 1, threads: 5, paths: [], title: "main" },
    volume: { workers: 3, threads: 5, paths: ["/hello", "/items/"], title: "volume" },
    admin: { workers: 1, threads: 3, paths: ["/report"], title: "admin" },
  };
  expect(poolsOf({ ...plain, replicas: 1, processGroups }, mix, 2)).toEqual([
    { group: "main", workers: 1, threads: 5, parts: [], sharesParts: true },
    { group: "volume", workers: 3, threads: 5, parts: [0, 1], sharesParts: true },
    { group: "admin", workers: 1, threads: 3, parts: [3], sharesParts: false },
  ]);
});
