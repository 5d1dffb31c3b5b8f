import type { Caution, Failure, SloTerm } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import type { SloFigure } from "../row.ts";
import { describeSlos } from "../describe/slo.ts";
import { summarise } from "../summarise.ts";
import { runOf, type WindowSketch } from "../testing/index.ts";

const p99: SloTerm = { kind: "latency", percent: 99, belowMs: 10 };
const errors: SloTerm = { kind: "errors", belowShare: 0.01 };

function histogramOf(values: readonly number[]) {
  const times = new Histogram();
  for (const value of values) times.record(value);
  return times.toData();
}

/** A closed-loop window of 10,000 answers, of which so many took 20 ms, and the others 2. */
function windowOf(late: number, lost = 0, cautions: Caution[] = []): WindowSketch {
  const times = new Histogram();
  times.recordMany(20_000, 10_000 - late);
  if (late > 0) times.recordMany(200_000, late);
  return {
    throughput: 2000,
    cautions,
    load: {
      succeeded: 10_000,
      serviceTime: times.toData(),
      errors: lost > 0 ? { timeout: lost } : {},
    },
  };
}

function judge(rounds: (WindowSketch | Failure)[], term: SloTerm = p99): SloFigure {
  const run = runOf({
    rounds: rounds.length,
    cases: [{ variant: "a:bare", workload: "hello", rounds }],
    experiment: { slo: [term] },
  });
  return summarise(run).rows[0]!.slo![0]!;
}

const six = (sketch: WindowSketch) => Array.from({ length: 6 }, () => sketch);

test("a row keeps a term, misses it, or the interval over rounds holds the limit and it is undecided", () => {
  expect(judge(six(windowOf(50)))).toMatchObject({
    workload: "hello",
    judgedBy: "service time",
    requests: 60_000,
    rounds: 6,
    withinShare: 0.995,
    neededShare: 0.99,
    verdict: "keeps",
  });
  expect(judge(six(windowOf(150)))).toMatchObject({ withinShare: 0.985, verdict: "misses" });
  const mixed = [50, 150, 40, 160, 90, 120].map((late) => windowOf(late));
  const { verdict, interval } = judge(mixed);
  expect(verdict).toBe("undecided");
  expect(interval!.low).toBeLessThan(0.99);
  expect(interval!.high).toBeGreaterThan(0.99);
});

test("one of a hundred may reach the limit, and no more", () => {
  expect(judge(six(windowOf(100))).verdict).toBe("keeps");
  expect(judge(six(windowOf(101))).verdict).toBe("misses");
});

test("a request that failed was never answered", () => {
  const { verdict, withinShare, requests } = judge(six(windowOf(50, 100)));
  expect(verdict).toBe("misses");
  expect(requests).toBe(60_600);
  expect(withinShare).toBeCloseTo(1 - 150 / 10_100, 9);
  expect(judge(six(windowOf(0, 99)), errors)).toMatchObject({
    judgedBy: "answers",
    verdict: "keeps",
  });
  expect(judge(six(windowOf(0, 102)), errors).verdict).toBe("misses");
});

test("a bucket that the limit cuts is neither within nor beyond it", () => {
  // 10 ms are 100,000 ticks; its bucket of 128 ticks reaches from 99,968 to 100,095.
  const cut = (ticks: number): WindowSketch => ({
    throughput: 2000,
    load: { succeeded: 3, serviceTime: histogramOf([...Array(98).fill(20_000), ticks, 200_000]) },
  });
  const within = judge(six(cut(99_900)));
  expect(within.interval).toMatchObject({ low: 0.99, high: 0.99 });
  const straddling = judge(six(cut(99_970)));
  expect(straddling.interval).toMatchObject({ low: 0.98, high: 0.99 });
});

test("fewer than six rounds, or too few requests for the percentile, decide nothing", () => {
  const five = judge(six(windowOf(0)).slice(0, 5));
  expect(five).toMatchObject({ interval: null, verdict: "undecided" });
  expect(five.reason).toMatch(/of 5 rounds, and an interval needs six/);
  const strict: SloTerm = { kind: "latency", percent: 99.9, belowMs: 10 };
  const thin: WindowSketch = {
    throughput: 20,
    load: { succeeded: 100, serviceTime: histogramOf(Array(100).fill(20_000)) },
  };
  expect(judge(six(thin), strict)).toMatchObject({
    withinShare: 1,
    verdict: "undecided",
    reason: "of 600 requests, and it takes 30,000 to tell",
  });
  // What is far beyond needs no such number.
  const slow = { ...thin, load: { ...thin.load, serviceTime: histogramOf(Array(100).fill(2e5)) } };
  expect(judge(six(slow), strict).verdict).toBe("misses");
});

test("one bad round among good ones is no round less", () => {
  const rounds = [...six(windowOf(0)), ...six(windowOf(0)), windowOf(2000)];
  const { withinShare, interval, verdict } = judge(rounds);
  expect(withinShare).toBeCloseTo(1 - 2000 / 130_000, 9);
  expect(interval!.low).toBeLessThanOrEqual(withinShare!);
  expect(verdict).toBe("undecided");
});

const steal: Caution = { kind: "steal", severity: "invalid", message: "stolen" };

test("what only slows may spoil a miss, and no keep", () => {
  expect(judge(six(windowOf(50, 0, [steal]))).verdict).toBe("keeps");
  const slowed = judge(six(windowOf(150, 0, [steal])));
  expect(slowed.verdict).toBe("undecided");
  expect(slowed.reason).toMatch(/made slower/);
  // Where there are sound windows they alone are judged.
  const sound = [...six(windowOf(50)), windowOf(9000, 0, [steal])];
  expect(judge(sound)).toMatchObject({ verdict: "keeps", rounds: 6 });
  const misread: Caution = { kind: "misread-answers", severity: "invalid", message: "misread" };
  expect(judge(six(windowOf(0, 0, [misread])))).toMatchObject({
    verdict: "undecided",
    withinShare: null,
  });
});

test("who dies under load, or never keeps up, misses whatever the terms", () => {
  const death: Failure = { stage: "window", message: "app exited", logLines: [] };
  expect(judge([...six(windowOf(0)), death])).toMatchObject({
    verdict: "misses",
    reason: "it died under load: app exited",
  });
  const missed: Caution = { kind: "rate-missed", severity: "invalid", message: "too slow" };
  expect(judge(six(windowOf(0, 0, [missed]))).verdict).toBe("misses");
  const once = [...six(windowOf(0)), windowOf(0, 0, [missed])];
  expect(judge(once).verdict).toBe("undecided");
});

test("an open loop is judged from when requests were due, by sent and unsent ones alike", () => {
  const run = runOf({
    rounds: 6,
    cases: [
      {
        variant: "a:bare",
        workload: "hello",
        ratePerSecond: 2000,
        // 64 connections, 32 ms each: the fake's latency is half as long again.
        rounds: six({ throughput: 2000 }),
      },
    ],
    experiment: { slo: [{ kind: "latency", percent: 50, belowMs: 40 }] },
  });
  const [figure] = summarise(run).rows[0]!.slo!;
  expect(figure).toMatchObject({ judgedBy: "latency", verdict: "misses" });
});

test("each part of a mix is judged by its own requests", () => {
  const part = (late: number) => {
    const { load } = windowOf(late);
    const { succeeded, serviceTime } = load!;
    return { succeeded: succeeded!, errors: {}, unfinished: 0, serviceTime: serviceTime! };
  };
  const run = runOf({
    rounds: 6,
    cases: [
      {
        variant: "a:bare",
        workload: "mix",
        rounds: six({ throughput: 4000, load: { parts: [part(0), part(500)] } }),
      },
    ],
    experiment: {
      mix: [
        { workload: "hello", weight: 1 },
        { workload: "report", weight: 1 },
      ],
      slo: [p99],
    },
  });
  expect(summarise(run).rows[0]!.slo).toMatchObject([
    { workload: "hello", verdict: "keeps" },
    { workload: "report", verdict: "misses" },
  ]);
});

test("a term of one request is judged by that alone, one of none by all together", () => {
  const part = (late: number) => {
    const { succeeded, serviceTime } = windowOf(late).load!;
    return { succeeded: succeeded!, errors: {}, unfinished: 0, serviceTime: serviceTime! };
  };
  const customRequests = ["page", "search"].map((name) => ({
    name,
    weight: 1,
    request: {
      method: "GET" as const,
      path: `/${name}`,
      headers: {},
      body: "",
      expect: { status: 200, bodyBytes: 2 },
    },
  }));
  const judged = (requests: typeof customRequests, parts: object) =>
    summarise(
      runOf({
        rounds: 6,
        cases: [
          {
            variant: "a:bare",
            workload: "custom",
            rounds: six({ ...windowOf(50), load: { ...windowOf(50).load, ...parts } }),
          },
        ],
        experiment: {
          customRequests: requests,
          slo: [{ ...p99, request: "search" }, { ...p99, request: "page" }, p99],
        },
      }),
    ).rows;
  const rows = judged(customRequests, { parts: [part(0), part(500)] });
  expect(rows[0]!.slo!.map(({ term, verdict }) => [term.request, verdict])).toEqual([
    ["search", "misses"],
    ["page", "keeps"],
    [undefined, "keeps"],
  ]);
  expect(describeSlos(rows)[0]).toMatch(/^a:bare, search at 64 connections, misses p99 < 10 ms: /);
  // The only one is the whole window.
  const [alone] = judged(customRequests.slice(1), {})[0]!.slo!;
  expect(alone).toMatchObject({ verdict: "keeps", requests: 60_000 });
});

test("without a term about its workload a row says nothing of any", () => {
  const rounds = six(windowOf(0));
  const run = runOf({
    rounds: 6,
    cases: [{ variant: "a:bare", workload: "hello", rounds }],
    experiment: { slo: [{ ...p99, workload: "items" }] },
  });
  expect(summarise(run).rows[0]!.slo).toBeUndefined();
});
