import type { CustomRequest, LoadPart } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { renderConsole } from "../render/console/run.ts";
import { renderMarkdown } from "../render/markdown/run.ts";
import { rowsJson } from "../render/json/rows.ts";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/index.ts";

function requestOf(name: string, weight: number): CustomRequest {
  const expected = { status: 200, bodyBytes: 2 };
  const request = { method: "GET" as const, path: "/x", headers: {}, body: "", expect: expected };
  return { name, weight, request };
}

function partOf(ms: number, count: number): LoadPart {
  const times = new Histogram();
  times.recordMany(ms * 10_000, count);
  return { succeeded: count, errors: {}, unfinished: 0, serviceTime: times.toData() };
}

function tableOf(names: readonly string[]) {
  const customRequests = names.map((name, index) => requestOf(name, index === 0 ? 3 : 1));
  const parts = names.map((_, index) => partOf(2 + 8 * index, 5000 / (1 + 4 * index)));
  const load = names.length > 1 ? { parts } : {};
  const rounds = Array.from({ length: 6 }, () => ({ throughput: 1200, load }));
  return summarise(
    runOf({
      rounds: 6,
      cases: [{ variant: "a:bare", workload: "custom", rounds }],
      experiment: { customRequests },
    }),
  );
}

const wide = { columns: 200, colour: false };

test("each request of a mix has its line below the row, and its figures in the JSON", () => {
  const table = tableOf(["list", "make"]);
  const text = renderConsole(table, wide);
  expect(text).toContain("list=3, make=1 · 64 connections");
  expect(text).toMatch(/a:bare +list +75 +1,000 +2\.\d+ +2\.\d+ +0\n/);
  expect(text).toMatch(/a:bare +make +25 +200 +10\.\d+ +10\.\d+ +0\n/);
  expect(renderMarkdown(table).text).toMatch(/\| a:bare \| make \| 25 \| 200 \|/);
  const [row] = rowsJson(table).rows;
  expect(
    row!.parts!.map(({ name, share, p50ByRound }) => [name, share, p50ByRound.length]),
  ).toEqual([
    ["list", 0.75, 6],
    ["make", 0.25, 6],
  ]);
});

test("the requests of a few rounds add up to the row, whose estimate is a median as theirs are", () => {
  const rounds = [1000, 400, 1010].map((throughput) => ({
    throughput,
    load: { parts: [0.75, 0.25].map((share) => partOf(2, throughput * 5 * share)) },
  }));
  const customRequests = [requestOf("list", 3), requestOf("make", 1)];
  const { rows } = summarise(
    runOf({
      cases: [{ variant: "a:bare", workload: "custom", rounds }],
      experiment: { customRequests },
    }),
  );
  const [{ throughput, parts }] = rows as [(typeof rows)[0]];
  const sum = parts!.reduce((total, part) => total + part.throughput!.estimate, 0);
  expect(sum).toBeCloseTo(throughput!.estimate);
});

test("many requests are counted in the heading and named below it; names are only text", () => {
  const names = ["a|b", "<b>", "c", "d", "\u001b[31me"];
  const table = tableOf(names);
  const text = renderConsole(table, wide);
  expect(text).toContain("5 requests · 64 connections");
  expect(text).not.toContain("\u001b");
  const markdown = renderMarkdown(table).text;
  expect(markdown).toContain(String.raw`a\|b`);
  expect(markdown).not.toContain("| <b>");
});

test("a single request has no parts", () => {
  const table = tableOf(["list"]);
  expect(renderConsole(table, wide)).toContain("GET /x (200, 2 bytes) · 64 connections");
  expect(renderConsole(table, wide)).not.toContain("share %");
  expect(rowsJson(table).rows[0]!.parts).toBeUndefined();
});
