import type { VariantInfo } from "@stackbench/model";
import { runOf } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { pairsIn } from "./pairs-in.ts";
import { questionOf } from "./question.ts";

/** Variants by their keys, each with what is not as in the plainest. */
function infosOf(variants: Record<string, Partial<VariantInfo>>): VariantInfo[] {
  const cases = Object.keys(variants).map((variant) => ({
    variant,
    workload: "hello" as const,
    rounds: [{ throughput: 1000 }],
  }));
  const infos = Object.fromEntries(
    Object.entries(variants).map(([key, info]) => [
      key,
      { server: "node", workers: 1, proxy: "none", socket: "tcp", ...info },
    ]),
  );
  return runOf({ cases, infos }).variants;
}

const told = (variants: Record<string, Partial<VariantInfo>>, cpus = 1): string[] =>
  pairsIn(infosOf(variants)).map(
    (pair) => `${questionOf(pair, cpus).title} ${pair.from.key} ${pair.to.key}`,
  );

test("a pair differs in one factor, and the plainer comes first", () => {
  expect(
    told({
      "a:nginx-unix": { proxy: "nginx", socket: "unix" },
      "a:nginx": { proxy: "nginx" },
      "a:bare": {},
      "a:haproxy": { proxy: "haproxy" },
    }),
  ).toEqual([
    "haproxy in front or not? a:bare a:haproxy",
    "nginx in front or not? a:bare a:nginx",
    "haproxy or nginx in front? a:haproxy a:nginx",
    "tcp or unix socket? a:nginx a:nginx-unix",
  ]);
});

test("counts are words, and as many workers as the server has CPUs are one a core", () => {
  const variants = { "a:bare": {}, "a:cluster": { workers: 4 }, "a:two": { workers: 2 } };
  expect(told(variants, 4)).toEqual([
    "One worker or two? a:bare a:two",
    "One worker or one a core? a:bare a:cluster",
    "Two workers or one a core? a:two a:cluster",
  ]);
  expect(told(variants, 1)[1]).toBe("One worker or four? a:bare a:cluster");
});

test("apps are compared in the shape of one name: those of a language, and languages with each other", () => {
  const nginx = { proxy: "nginx" };
  const go = { language: "Go", server: "net/http", databaseDriver: "pgx" };
  expect(
    told({
      "express:bare": {},
      "fastify:bare": {},
      "fastify:nginx": nginx,
      "go-http:bare": go,
      "other-driver:bare": { databaseDriver: "another" },
    }),
  ).toEqual([
    "nginx in front or not? fastify:bare fastify:nginx",
    "express or fastify? express:bare fastify:bare",
    "Go or TypeScript? go-http:bare express:bare",
    "Go or TypeScript? go-http:bare fastify:bare",
    "Go or TypeScript? go-http:bare other-driver:bare",
  ]);
});

test("a framework's own server is part of the app", () => {
  const own = { "aiohttp:bare": { server: "aiohttp" }, "tornado:bare": { server: "tornado" } };
  expect(told(own)).toEqual(["aiohttp or tornado? aiohttp:bare tornado:bare"]);
  expect(told({ ...own, "tornado:bare": { server: "gunicorn" } })).toEqual([]);
});

test("what is started in another way differs in more than a factor, and another server comes in its plainest settings", () => {
  const gunicorn = { server: "gunicorn", settings: "a" };
  const variants = {
    "wsgi:gunicorn": gunicorn,
    "wsgi:gunicorn-gevent": { ...gunicorn, settings: "b" },
    "wsgi:gunicorn-4-max-20": { ...gunicorn, settings: "c", workers: 4 },
    "wsgi:gunicorn-4": { ...gunicorn, workers: 4 },
    "wsgi:uwsgi": { server: "uwsgi", settings: "d" },
  };
  expect(told(variants)).toEqual([
    "gunicorn or uwsgi? wsgi:gunicorn wsgi:uwsgi",
    "One worker or four? wsgi:gunicorn wsgi:gunicorn-4",
  ]);
});

test("of a run that does not tell how its variants were started, those that look the same are compared with nothing", () => {
  const variants = {
    "node-http:bare": {},
    "node-http:compile-cache": {},
    "node-http:nginx": { proxy: "nginx" },
  };
  expect(told(variants)).toEqual([]);
  const { "node-http:compile-cache": _, ...alone } = variants;
  expect(told(alone)).toHaveLength(1);
});

test("names of pages are files everywhere", () => {
  const [pair] = pairsIn(infosOf({ "a:bare": {}, "a:x": { proxy: "../<script> & \u202e" } }));
  expect(questionOf(pair!, 1).file).toMatch(/^[\w.-]+\.html$/);
});
