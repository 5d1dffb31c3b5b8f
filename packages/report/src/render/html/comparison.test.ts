import { expect, test } from "vitest";
import { compareRuns } from "../../compare/runs.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderComparisonPage } from "./comparison.ts";

const shares = [1, 0.99, 1.01, 1, 0.98, 1.02, 1.005, 0.995];
const run = (throughput: number, startedAt: string) => {
  const made = runOf({
    rounds: shares.length,
    cases: ["a:bare", "b:bare"].map((variant, index) => ({
      variant,
      workload: "hello" as const,
      rounds: shares.map((share) => ({ throughput: (index === 0 ? throughput : 1000) * share })),
    })),
  });
  for (const window of made.windows)
    window.startedAt = window.startedAt.replace("11-21", startedAt);
  return made;
};

test("two runs side by side: what changed comes first, then each case, then what it rests on", () => {
  const comparison = compareRuns(run(1000, "11-21"), run(700, "11-22"));
  const html = renderComparisonPage(comparison, { script: "0", style: "p{}" });
  expect(html).toMatch(/Of 2 cases 1 got slower \(a:bare\), 1 (is a tie|is unresolved)\./);
  const places = ["Of 2 cases", "a:bare", "What it rests on", "Base: "].map((part) =>
    html.indexOf(part),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const [, data] = html.match(/id="pictures">(.*?)<\/script>/s)!;
  const [picture] = JSON.parse(data!) as { rows: { label: string; value: number }[] }[];
  const slower = picture!.rows.find(({ label }) => label.startsWith("a:bare"))!;
  expect(slower.label).toContain("(slower)");
  expect(slower.value).toBeCloseTo(-30, 0);
});

test("what forbids the comparison stands before any figure", () => {
  const comparison = compareRuns(run(1000, "11-21"), run(700, "11-22"));
  const forced = { ...comparison, refusals: ["kernel: 6 in the base, 7 in the head"] };
  const html = renderComparisonPage(forced, { script: "0", style: "p{}" });
  expect(html.indexOf("NOT COMPARABLE")).toBeGreaterThan(html.indexOf("Of 2 cases"));
  expect(html.indexOf("NOT COMPARABLE")).toBeLessThan(html.indexOf("<main>"));
  expect(html.match(/NOT COMPARABLE/g)).toHaveLength(1);
});
