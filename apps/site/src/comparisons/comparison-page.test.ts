import { renderDocument, runPageOf, summarise } from "@stackbench/report";
import { runOf, type RunSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { publishedRunOf } from "../published-run.ts";
import { comparisonPage } from "./comparison-page.ts";
import { findComparisons, isOfStack } from "./find-comparisons.ts";

const noise = [1, 0.99, 1.01, 1, 0.98, 1.02, 1.005, 0.995];

/** A run of one stack with and without nginx, which takes so much of its throughput. */
function published(runId: string, startedAt: string, left: number, run: Partial<RunSketch> = {}) {
  const record = runOf({
    rounds: noise.length,
    cases: ["a:bare", "a:nginx"].map((variant) => ({
      variant,
      workload: "hello" as const,
      rounds: noise.map((share, round) => ({
        throughput: 1000 * share * (variant === "a:bare" ? 1 : left + round / 1000),
      })),
    })),
    ...run,
  });
  Object.assign(record, { runId, startedAt });
  return publishedRunOf({ record, content: runPageOf(record, summarise(record)) });
}

const newer = published("20261122-000000-aaaa", "2026-11-22T00:00:00.000Z", 0.5);
const older = published("20261121-000000-bbbb", "2026-11-21T00:00:00.000Z", 0.9);

test("the newest run answers first, and each run stands by itself", () => {
  const [comparison, ...others] = findComparisons([newer, older]);
  expect(others).toEqual([]);
  expect(comparison).toMatchObject({
    question: { title: "nginx in front or not?", file: "proxy-none-or-nginx.html" },
  });
  const { sentences, parts } = comparisonPage(comparison!);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toMatch(/^a:nginx serves 49 to 50 % less than a:bare\.$/);
  const html = renderDocument(comparisonPage(comparison!), { script: "0", style: "p{}" });
  const places = [
    "Measured 2026-11-22",
    "aaaa.html",
    "Measured 2026-11-21",
    "9.4 to 9.9 % less",
    "bbbb.html",
  ];
  const found = places.map((place) => html.indexOf(place));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(Math.min(...found)).toBeGreaterThan(0);
  const ids = parts.flatMap(({ pictures = [] }) => pictures.map(({ id }) => id));
  expect(new Set(ids).size).toBe(2);
  expect(html.match(/<td class="left">slower/g)).toHaveLength(2);
});

test("a page belongs to the stacks that it compares, and only to those", () => {
  const comparisons = findComparisons([newer]);
  expect(comparisons.filter(isOfStack("a"))).toHaveLength(1);
  expect(comparisons.filter(isOfStack("b"))).toEqual([]);
});

test("pairs without a round in common have no page, and neither have runs that ask something else", () => {
  const failure = { stage: "bringUp", message: "it ended", logLines: [] } as const;
  const failed = published("20261122-000000-cccc", "2026-11-22T00:00:00.000Z", 1, {
    cases: [
      { variant: "a:bare", workload: "hello", rounds: [{ throughput: 1000 }] },
      { variant: "a:nginx", workload: "hello", rounds: [failure as never] },
    ],
  });
  expect(findComparisons([failed])).toEqual([]);
  const asked = published("20261122-000000-dddd", "2026-11-22T00:00:00.000Z", 0.5, {
    run: { question: { kind: "sweep", details: {} } },
  });
  expect(findComparisons([asked])).toEqual([]);
});

test("hostile names are text", () => {
  const stack = '"><script>alert(1)</script>';
  const hostile = published("20261122-000000-eeee", "2026-11-22T00:00:00.000Z", 0.5, {
    infos: { "a:bare": { stack }, "a:nginx": { stack, proxy: "<img src=x>" } },
  });
  const [comparison] = findComparisons([hostile]);
  const html = renderDocument(comparisonPage(comparison!), { script: "0", style: "p{}" });
  expect(html).not.toMatch(/<script>alert|<img/);
  expect(html).toContain("&#60;img src=x&#62; in front or not?");
  expect(comparison!.question.file).toMatch(/^[\w.-]+$/);
});

test("a number among the notes means the same in every run of the page", () => {
  const failure = { stage: "bringUp", message: "it ended", logLines: [] } as never;
  const caution = { kind: "generator-bound", severity: "unranked", message: "full", figures: {} };
  const casesOf = (last: object, cautions: object[]): RunSketch["cases"] =>
    ["a:bare", "a:nginx"].map((variant) => ({
      variant,
      workload: "hello" as const,
      rounds: [
        ...noise.map((share) => ({
          throughput: 1000 * share * (variant === "a:bare" ? 1 : 0.5),
          cautions: cautions as never[],
        })),
        ...(variant === "a:bare" ? [last as never] : []),
      ],
    }));
  const rounds = noise.length + 1;
  const failed = published("20261122-000000-ffff", "2026-11-22T00:00:00.000Z", 1, {
    rounds,
    cases: casesOf(failure, []),
  });
  const bound = published("20261121-000000-ffff", "2026-11-21T00:00:00.000Z", 1, {
    rounds,
    cases: casesOf({ throughput: 1000 }, [caution]),
  });
  const [comparison] = findComparisons([failed, bound]);
  const remarks = comparison!.held.map(({ cases }) => cases[0]!.remarks);
  expect(remarks).toEqual([["base-lost"], ["unranked"]]);
  const { parts } = comparisonPage(comparison!);
  const [first, second] = parts.at(-1)!.paragraphs!;
  expect(first).toMatch(/^1: one side may not be ranked: its table says why \(the generator/);
  expect(second).toMatch(/^2: no verdict: more than a tenth of the base's rounds failed/);
  const marks = parts.flatMap(({ table }) => table?.text.match(/>[12](?=<\/td><\/tr>)/g) ?? []);
  expect(marks).toEqual([">2", ">1"]);
});
