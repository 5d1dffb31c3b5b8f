import { expect, test } from "vitest";
import { changesOf } from "./changes.ts";
import { judgeHistory } from "./judge-history.ts";
import { makeNights } from "./testing/nights.ts";

const history = judgeHistory(
  makeNights({
    seed: 2,
    nights: 60,
    variants: ["node-http:bare", "fastify:bare", "fastify:nginx"],
    speed: (key, night) => (key.startsWith("fastify") && night > 40 ? 0.8 : 1),
    sketch: (night) => ({
      versions: {
        "fastify:bare": { fastify: night > 40 ? "5.2.0" : "5.1.0", node: "24.21.0" },
        "fastify:nginx": { fastify: night > 40 ? "5.2.0" : "5.1.0", node: "24.21.0" },
      },
    }),
  }),
);

test("what a stack was made of at first, and each change with its day and what it did to speed", () => {
  const [newest, first, ...others] = changesOf(history, (key) => key.startsWith("fastify:"));
  expect(others).toEqual([]);
  expect(newest).toMatchObject({
    since: "2026-02-10",
    kind: "versions changed",
    changes: ["fastify: 5.1.0, then 5.2.0"],
    variants: ["fastify:bare", "fastify:nginx"],
  });
  expect(newest!.shifts).toHaveLength(2);
  expect(newest!.shifts[0]).toMatch(/^fastify:bare, hello at 64 connections: −(?:18|19|20|21)\./);
  expect(first).toMatchObject({
    since: "2026-01-01",
    kind: "first night",
    changes: ["fastify 5.1.0", "node 24.21.0"],
    shifts: [],
  });
});

test("a stack of no night has none", () => {
  expect(changesOf(history, () => false)).toEqual([]);
});
