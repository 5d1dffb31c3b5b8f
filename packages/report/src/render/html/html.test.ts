import { expect, test } from "vitest";
import type { Bars } from "../../picture/picture.ts";
import { summarise } from "../../summarise.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderHtml, runPageOf } from "./run.ts";

const assets = { script: "0", style: "p{}" };
const run = realisticRun();
const table = summarise(run);
const html = renderHtml(runPageOf(run, table), assets);

test("the answer comes first, then each group, then what it rests on", () => {
  const places = [
    "may each be first",
    "<h2>hello · 64 connections",
    "<h2>hash-sort",
    "What it rests on",
    "How to read it",
    "Do it again",
  ].map((part) => html.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test("a run that did not end says how far it came, of a search too, whose end nobody knew", () => {
  const pageOf = (changes: object): string => {
    const cut = { ...run, outcome: "interrupted" as const, stop: null, ...changes };
    return renderHtml(runPageOf(cut, summarise(cut)), assets);
  };
  expect(pageOf({ windows: run.windows.slice(0, 2) })).toMatch(
    /interrupted, with 2 of \d+ windows held\./,
  );
  const none = pageOf({ windows: [] });
  expect(none).toContain("<p>No window was held.</p>");
  expect(none).not.toContain("No window carries a caution");
  const search = { kind: "capacity" };
  const experiment = { ...run.plan.experiment, search };
  const searched = { plan: { ...run.plan, experiment }, windows: [] };
  expect(pageOf(searched)).toContain("interrupted, with no windows held.");
});

test("every row of every group is in a table, and every failure with its log", () => {
  for (const { rows } of table.groups) {
    for (const { key } of rows) expect(html).toContain(`data-name="${key}"`);
  }
  expect(html).toContain("TypeError: Cannot read properties of undefined");
});

test("it needs nothing but itself", () => {
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(html).toContain("default-src 'none'");
});

test("40 variants of 3 workloads stay far below 1.5 MB, with twelve rounds each", () => {
  const cases = Array.from({ length: 40 }, (_, index) =>
    (["hello", "hash-sort", "items"] as const).map((workload) => ({
      variant: `stack-number-${index}:some-variant`,
      workload,
      rounds: Array.from({ length: 12 }, (_unused, round) => ({
        throughput: 1000 + 100 * index + 7 * round,
      })),
    })),
  ).flat();
  const many = runOf({ rounds: 12, cases });
  const page = renderHtml(runPageOf(many, summarise(many)), assets);
  // The script takes 0.3 MB of what is allowed.
  expect(page.length).toBeLessThan(1_100_000);
});

test("an experiment's answer stands in place of the rows', and its pictures come before theirs", () => {
  const picture: Bars = {
    kind: "bars",
    id: "own",
    title: "An own picture",
    caption: "",
    unit: "ms",
    parts: ["a"],
    rows: [{ label: "a", values: [1] }],
  };
  const content = runPageOf(run, table, {
    sentences: ["throughput levels off at 16 connections."],
    pictures: [picture],
    reading: "knee: where the curve bends.",
    toPaste: {
      title: "x-nginx, ready to paste",
      commands: ["pip install x==1", "x app:app"],
      files: [{ lead: "and as a site:", lines: ["# <server>", "  listen 80;"] }],
    },
  });
  expect(content.pictures[0]!.id).toBe("own");
  const page = renderHtml(content, assets);
  expect(page).toContain("levels off at 16 connections");
  expect(page).not.toContain("may each be first");
  expect(page.indexOf("An own picture")).toBeLessThan(page.indexOf("<h2>hello"));
  expect(page).toContain("knee: where the curve bends.");
  expect(page).toContain("<pre><code>pip install x==1\nx app:app</code></pre>");
  expect(page).toContain(
    "<summary>and as a site:</summary><pre><code># &#60;server&#62;\n  listen 80;</code></pre>",
  );
  expect(page.indexOf("x-nginx, ready to paste")).toBeLessThan(page.indexOf("An own picture"));
});

test("what was only started is told by the experiment's pictures, and by no table of a load", () => {
  const experiment = { ...run.plan.experiment, measures: "start" as const };
  const started = { ...run, plan: { ...run.plan, experiment } };
  const content = runPageOf(started, table, {
    sentences: ["a:b answers hello 300 ms after its start."],
    pictures: [],
    reading: "listens: its port takes a connection.",
  });
  const page = renderHtml(content, assets);
  expect(page).toContain("300 ms after its start");
  expect(page).toContain("listens: its port takes a connection.");
  expect(page).not.toContain("<h2>hello");
  expect(page).not.toContain("<dt>requests/s</dt>");
  expect(page).toContain("TypeError: Cannot read properties of undefined");
});
