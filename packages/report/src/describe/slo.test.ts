import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { renderConsole } from "../render/console/run.ts";
import { renderMarkdown } from "../render/markdown/run.ts";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/index.ts";

function tableOf(lateByVariant: Record<string, number>) {
  const rounds = (late: number) =>
    Array.from({ length: 6 }, () => {
      const times = new Histogram();
      times.recordMany(20_000, 10_000 - late);
      times.recordMany(200_000, late);
      return { throughput: 2000, load: { succeeded: 10_000, serviceTime: times.toData() } };
    });
  return summarise(
    runOf({
      rounds: 6,
      cases: Object.entries(lateByVariant).map(([variant, late]) => ({
        variant,
        workload: "hello" as const,
        rounds: rounds(late),
      })),
      experiment: { slo: [{ kind: "latency", percent: 99, belowMs: 10 }] },
    }),
  );
}

test("the answer comes first, in words that say what was judged", () => {
  const text = renderConsole(tableOf({ "a:bare": 3, "b:bare": 500 }), {
    columns: 200,
    colour: false,
  });
  const lines = text.split("\n");
  expect(lines[0]).toBe(
    "a:bare, hello at 64 connections, keeps p99 < 10 ms: 99.970 % of requests (99.970 to 99.970) had a service time below it, and 99 % must.",
  );
  expect(lines[1]).toMatch(/^b:bare, hello at 64 connections, misses p99 < 10 ms: 95.0 % of/);
  expect(text).toMatch(/a:bare .* keeps/);
});

test("Markdown has the sentences and a line for each term", () => {
  const { text } = renderMarkdown(tableOf({ "a:bare": 3 }));
  expect(text).toMatch(/^- a:bare, hello at 64 connections, keeps p99 (<|&lt;|\\<) 10 ms/m);
  expect(text).toMatch(/\| a:bare \| hello p99 (<|&lt;|\\<) 10 ms \| service time \| 99 \|/);
});

test("a run without an SLO has none of it", () => {
  const { run, ...table } = tableOf({ "a:bare": 3 });
  const rows = table.rows.map(({ slo: _, ...row }) => row);
  const groups = table.groups.map((group) => ({ ...group, rows }));
  const without = { ...table, run, rows, groups };
  expect(renderConsole(without, { columns: 200, colour: false })).not.toMatch(/SLO|within %/);
  expect(renderMarkdown(without).text).not.toMatch(/SLO|within %/);
});
