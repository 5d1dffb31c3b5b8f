import { renderHtml, runPageOf, summarise } from "@stackbench/report";
import { runOf } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { renderLive } from "./render-live.ts";

/** A run of nine rounds that was looked at after three, and of which so many are held. */
function run(held: number) {
  const base = { workload: "hello" as const };
  // Apart by a look's whole error alone, not by its part of it.
  const open = [1, 1.25, 0.75, 1.25, 0.75].slice(0, held);
  const even = [1, 1.004, 0.998, 1.002, 0.999].slice(0, held);
  const made = runOf({
    rounds: 9,
    cases: [
      { ...base, variant: "a:bare", rounds: even.map((share) => ({ throughput: 1000 * share })) },
      { ...base, variant: "b:bare", rounds: open.map((share) => ({ throughput: 500 * share })) },
    ],
  });
  const { experiment } = made.plan;
  const protocol = { ...experiment.protocol, looks: [3, 6] };
  return { ...made, stop: null, plan: { ...made.plan, experiment: { ...experiment, protocol } } };
}

/** The verdict that a page's table has of b:bare. */
function verdictIn(html: string): string | undefined {
  const [row = ""] = html.match(/<tr data-name="b:bare">.*?<\/tr>/s) ?? [];
  return /\b(slower|faster|tie|unresolved)\b/.exec(row)?.[1];
}

test("a page that grows judges as a look does, where the run as if it had ended there would call it", async () => {
  const record = run(3);
  const ended = renderHtml(runPageOf(record, summarise(record)), { script: "0", style: "p{}" });
  expect(verdictIn(ended)).toBe("slower");
  const html = await renderLive(record, 1);
  expect(verdictIn(html)).toBe("unresolved");
  expect(html).toContain("provisional, after 3 of at most 9 rounds; what is still open");
});

test("between two looks it judges as the first of them did, and says so", async () => {
  const html = await renderLive(run(5), 1);
  expect(verdictIn(html)).toBe("unresolved");
  expect(html).toContain("provisional, after 5 of at most 9 rounds (judged after 3);");
});

test("before the first look nothing is judged, and what is still to come is missing in no row", async () => {
  const html = await renderLive(run(2), 1);
  expect(verdictIn(html)).toBe("unresolved");
  expect(html).toContain("provisional, after 2 of at most 9 rounds (first judged after 3);");
  expect(html).not.toContain("2/9");
});

test("of what is only started it says when its figures come", async () => {
  const { plan, ...record } = run(3);
  const experiment = { ...plan.experiment, measures: "start" as const };
  const html = await renderLive({ ...record, plan: { ...plan, experiment } }, 1);
  expect(html).toContain("is told once all of them are held");
  expect(html).not.toContain("<h2>hello");
});

test("before the first round is held every variant has its row", async () => {
  const record = { ...run(1), windows: run(1).windows.slice(0, 1) };
  const html = await renderLive(record, 1);
  expect(html).toContain("provisional, after 0 of at most 9 rounds (first judged after 3);");
  // The page is large: a failure tells no more than what is looked for.
  expect(/<tr data-name="b:bare"[^]*?not measured yet/.test(html)).toBe(true);
});
