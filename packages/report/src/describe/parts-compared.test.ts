import type { CustomRequest, LoadPart } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { renderComparisonsCsv } from "../render/csv/comparisons.ts";
import { renderSummaryCsv } from "../render/csv/summary.ts";
import { renderWindowsCsv } from "../render/csv/windows.ts";
import { renderConsole } from "../render/console/run.ts";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/index.ts";
import { parseCsv } from "../testing/parse-csv.ts";

const wobble = [1, 0.994, 1.006, 0.998, 1.004, 0.996, 1.002, 1.001];

function partOf(ms: number, count: number, lost = 0): LoadPart {
  const times = new Histogram();
  times.recordMany(Math.round(ms * 10_000), count);
  const errors = lost > 0 ? { status: lost } : {};
  return { succeeded: count, errors, unfinished: 0, serviceTime: times.toData() };
}

const customRequests = ["search", "=cart"].map((name, index): CustomRequest => {
  const expect = { status: 200, bodyBytes: 2 };
  return {
    name,
    weight: index === 0 ? 3 : 1,
    request: { method: "GET", path: `/${index}`, headers: {}, body: "", expect },
  };
});

/** Two servers, alike but for their carts. */
function runWith(cartMs: number, lost = 0) {
  const cases = ["a:bare", "b:bare"].map((variant, index) => ({
    variant,
    workload: "custom" as const,
    rounds: wobble.map((share, round) => ({
      throughput: 1600 * share,
      load: {
        parts: [
          partOf(2 * wobble.at(-round)!, 6000),
          partOf((index === 0 ? 4 : cartMs) * share, 2000, index * lost),
        ],
      },
    })),
  }));
  return runOf({ rounds: wobble.length, cases, experiment: { customRequests } });
}

test("which kind of request is slower is told of each row against the anchor", () => {
  const table = summarise(runWith(5));
  const b = table.rows.find(({ key }) => key === "b:bare")!;
  expect(b.relative!.verdict).toBe("tie");
  expect(b.partRelatives).toMatchObject([
    { name: "search", figure: "service-time-p99", anchor: "a:bare", verdict: "tie" },
    // 2,000 answers in a window leave 20 beyond p99, and it takes 30.
    { name: "=cart", figure: "service-time-p50", verdict: "slower", rounds: wobble.length },
  ]);
  expect(b.partRelatives![1]!.ratio).toBeCloseTo(1.25, 2);
  expect(table.rows.find(({ key }) => key === "a:bare")!.partRelatives).toBeUndefined();
  const text = renderConsole(table, { columns: 220, colour: false });
  expect(text).toMatch(/b:bare +search .*tie \(p99\)/);
  expect(text).toMatch(/b:bare +=cart .*slower \(p50\)/);
});

test("a kind of request whose figure falls among its errors is compared in none", () => {
  const b = summarise(runWith(4, 3000)).rows.find(({ key }) => key === "b:bare")!;
  expect(b.partRelatives!.map(({ name }) => name)).toEqual(["search"]);
});

test("summary.csv has a line for each kind below its row, windows.csv below its window", () => {
  const run = runWith(5, 100);
  const table = summarise(run);
  const lines = parseCsv(renderSummaryCsv(table));
  const of = (key: string) => lines.filter((line) => `${line["stack"]}:bare` === key);
  expect(of("b:bare").map(({ request, request_share: share }) => [request, share])).toEqual([
    ["", ""],
    ["search", "0.75"],
    // Text from outside is no formula.
    ["'=cart", "0.25"],
  ]);
  const [, , cart] = of("b:bare");
  const told = table.rows.find(({ key }) => key === "b:bare")!.parts![1]!;
  expect(cart).toMatchObject({ status: "measured", latency_p50_ms: "" });
  expect(Number(cart!["throughput_per_second"])).toBe(told.throughput!.estimate);
  expect(Number(cart!["service_time_p90_ms"])).toBe(told.p90Ms);
  expect(cart!["service_time_p99_ms"]).toBe("unanswered");
  expect(Number(cart!["error_share"])).toBeCloseTo(100 / 2100, 9);

  const windows = parseCsv(renderWindowsCsv(run));
  expect(windows).toHaveLength(3 * run.windows.length);
  const whole = windows.filter(({ request }) => request === "");
  expect(whole.map((line) => line["window_id"])).toEqual(
    run.windows.map(({ planned }) => planned.windowId),
  );
  const ofPart = windows.find(({ request, stack }) => request === "'=cart" && stack === "b")!;
  expect(ofPart).toMatchObject({
    succeeded: "2000",
    errors_status: "100",
    errors_timeout: "0",
    service_time_count: "2000",
    throughput_per_second: "400",
    sent: "",
  });
});

test("comparisons.csv has a line for each kind that was compared", () => {
  const lines = parseCsv(renderComparisonsCsv(summarise(runWith(5))));
  expect(lines.map(({ request, figure, verdict }) => [request, figure, verdict])).toContainEqual([
    "'=cart",
    "service-time-p50",
    "slower",
  ]);
  expect(lines.filter(({ request }) => request === "").map(({ figure }) => figure)).toContain(
    "throughput",
  );
});
