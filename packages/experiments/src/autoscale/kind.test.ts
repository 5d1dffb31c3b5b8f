import { parseCommandLine } from "@stackbench/terminal";
import { summarise } from "@stackbench/report";
import { runOf, service } from "@stackbench/report/testing";
import { oneBucketHistogram } from "@stackbench/model/testing";
import type { ScalingEvent, ScalingRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { autoscale } from "./kind.ts";

const rules = { growAtShare: 0.7, forSeconds: 2, shrinkBelowShare: 0.28, shrinkForSeconds: 2 };
const [single, scaled] = ["a:nginx", "a:nginx-x2"] as const;
const seconds = 10;

const step = (atMs: number, replica: number, name: string) =>
  ({ kind: "step", atMs, replica, step: name }) as ScalingEvent;

/** Asked for after 2 s over the threshold, there after 3.1 s. */
const growth: ScalingEvent[] = [
  { kind: "asked", atMs: 2000, from: 1, to: 2, sinceMs: 0, cpuShare: 0.99 },
  step(2400, 2, "started"),
  step(3000, 2, "ready"),
  step(3100, 2, "in-proxy"),
];

function scalingOf(events: ScalingEvent[], replicasAtStart = 1): ScalingRecord {
  const readings = Array.from({ length: seconds }, (_, index) => ({
    atMs: (index + 1) * 1000,
    cpuShare: 0.5,
    replicas: 1,
  }));
  return { replicasAtStart, readings, events };
}

/** Windows of ten seconds at 10 requests/s, and 20 with two replicas, where they came. */
function runWith({
  events = growth,
  eventsIn = (_round: number): ScalingEvent[] => events,
  atStart = 1,
  errors = {},
  anew = 0,
  requests = false,
} = {}) {
  const seriesOf = (second: (index: number) => number) => ({
    intervalMs: 1000,
    succeeded: Array.from({ length: seconds }, (_, index) => second(index)),
    serviceMs: Array.from({ length: seconds }, (_, index) => 100 * second(index)),
    // Too few in a second for any percentile of it.
    times: Array.from({ length: seconds }, (_, index) =>
      oneBucketHistogram(second(index), 1_024_000),
    ),
  });
  const grown = seriesOf((index) => (events.length > 0 && index >= 4 ? 20 : 10));
  const use = { services: { app: service(2, 1, 2 ** 20) } };
  const sketch = (key: string) => {
    const series = key === scaled ? grown : seriesOf(() => 10);
    const succeeded = series.succeeded.reduce((sum, count) => sum + count, 0);
    const asked = { requests: anew, fewestAnswers: 1, mostAnswers: 9 };
    return {
      throughput: succeeded / seconds,
      use,
      load: {
        seconds,
        succeeded,
        series,
        ...(key === scaled && { errors }),
        ...(key === scaled && anew > 0 && { askedAnew: asked }),
        ...(requests && { requestsWanted: 100, seconds: key === scaled ? 6.25 : 10 }),
      },
    };
  };
  const run = runOf({
    rounds: 6,
    cases: [single, scaled].map((variant) => ({
      variant,
      workload: "hello" as const,
      rounds: Array.from({ length: 6 }, () => sketch(variant)),
    })),
    run: {
      question: {
        kind: "autoscale",
        details: { pairs: [{ single, scaled }], rules, mostReplicas: 2 },
      },
    },
  });
  return {
    ...run,
    windows: run.windows.map((window) =>
      window.status === "measured"
        ? {
            ...window,
            scaling:
              window.variant === scaled
                ? scalingOf(eventsIn(window.round), atStart)
                : scalingOf([]),
          }
        : window,
    ),
  };
}

function conclude(made: Parameters<typeof runWith>[0] = {}) {
  const run = runWith(made);
  const { table, ...outcome } = autoscale.conclude(run, summarise(run));
  const text = table({ columns: 200, colour: false });
  return { ...outcome, text, answer: text.trim().split("\n\n")[0]!.replaceAll("\n", " ") };
}

test("what came, after how long, what it served, and that nothing was lost", () => {
  const { answer, code, json, text } = conclude();
  expect(code).toBe(0);
  expect(answer).toBe(
    "a:nginx, hello, 64 connections: grown from 1 to 2 replicas, the first 3.1 s (3.1 to 3.1) after the threshold was " +
      "passed; it served 1.60 times (1.60 to 1.60) as much as one replica, with no request lost.",
  );
  expect(text).toContain("requests/s by replicas: 1: 10.0, 2: 20.0 (×2.00)");
  expect(text).toContain(
    "2.0 s asked for 2 (CPU 99 %), 2.4 s 2 started, 3.0 s 2 ready, 3.1 s 2 in proxy",
  );
  const [scaling] = (json as { scalings: { rounds: { scaled: unknown[] }[] }[] }).scalings;
  expect(scaling).toMatchObject({
    delaySeconds: { estimate: 3.1 },
    startSeconds: { estimate: 1.1 },
    lost: 0,
  });
  expect(scaling!.rounds[0]!.scaled[4]).toEqual({
    second: 5,
    requestsPerSecond: 20,
    meanMs: 100,
    p99Ms: null,
    maxMs: 102.4,
    cpuShare: 0.5,
    replicas: 2,
  });
});

test("its picture of replicas goes up at the moment in which one came, and not by the second", () => {
  const { pictures } = conclude().page!;
  const replicas = pictures.find(({ id }) => id.endsWith("replicas"));
  expect(replicas).toMatchObject({
    series: [
      {
        isStepped: true,
        points: [
          [0, 1],
          [3.1, 2],
          [10, 2],
        ].map((at) => [...at, null, null]),
      },
    ],
    marks: [
      { x: 2, label: "asked: 2" },
      { x: 3.1, label: "in" },
    ],
  });
});

test("requests that were lost, and those that were asked anew, are told apart", () => {
  const { answer } = conclude({ errors: { closed: 2 }, anew: 3 });
  expect(answer).toContain(
    "with 12 requests lost (18 asked anew on another connection, and answered)",
  );
});

test("of windows that requests bound, the time of the whole work", () => {
  const { answer } = conclude({ requests: true });
  expect(answer).toContain(
    "the whole work took 6.3 s (6.3 to 6.3) in place of 10.0 s (10.0 to 10.0)",
  );
});

test("what never grew says why", () => {
  const { answer } = conclude({ events: [] });
  expect(answer).toContain(
    "stayed at 1 replica, for CPU was not at 70 % for 2 s (50 % in the busiest second)",
  );
});

const [asked] = growth as [ScalingEvent];

test.each([
  [{ events: [], atStart: 2 }, "stayed at 2 replicas, the most allowed;"],
  [
    { events: [asked, { kind: "failed" as const, atMs: 4000, message: "exit 1" }] },
    "stayed at 1 replica: one more was asked for and did not come up (exit 1);",
  ],
  [
    { events: [{ ...asked, atMs: 9500 }, step(10_400, 2, "in-proxy")] },
    "stayed at 1 replica: one more was asked for and came after the window;",
  ],
])("what did not grow though CPU was high says why: %#", (made, expected) => {
  const { answer } = conclude(made);
  expect(answer).toContain(expected);
  expect(answer).not.toContain("CPU was not at");
});

test.each([
  [1, "grown from 1 to 2 replicas", "1, 2, 2"],
  [3, "stayed at 1 replica", "1, 1, 1"],
])(
  "sentence and table tell the same number of replicas, a whole one: %s rounds without growth",
  (without, sentence, column) => {
    const { answer, text } = conclude({ eventsIn: (round) => (round <= without ? [] : growth) });
    expect(answer).toContain(sentence);
    expect(text).toContain(column);
  },
);

const read = (...words: string[]) =>
  autoscale.read(parseCommandLine(autoscale.command, ["--stack=flask:gunicorn-nginx", ...words]));

test("the rules as they are typed, and as they are where nothing is said", () => {
  expect(read()).toMatchObject({
    rules: { growAtShare: 0.7, forSeconds: 5, shrinkBelowShare: 0.28, shrinkForSeconds: 10 },
    mostReplicas: 3,
  });
  expect(read("--scale-at=50%", "--down-at=25%", "--max=4", "--for=2s").rules).toMatchObject({
    growAtShare: 0.5,
    forSeconds: 2,
    shrinkBelowShare: 0.25,
  });
});

test.each([
  ["--scale-at=0.7", /--scale-at: expected a percentage above 0% and up to 100%; got "0.7"/],
  ["--scale-at=170%", /up to 100%; got "170%"/],
  ["--down-at=50%", /--down-at: expected a percentage above 0% and up to 35%, half of --scale-at/],
  ["--max=1", /--max: expected a whole number from 2 to 64/],
  ["--for=0s", /--for: expected a duration from 1 s/],
])("%s is refused", (word, message) => {
  expect(() => read(word)).toThrow(message);
});

test("without a stack it says which is meant", () => {
  expect(() => autoscale.read(parseCommandLine(autoscale.command, []))).toThrow(
    /expected --stack=<ids>, such as --stack=flask:gunicorn-nginx/,
  );
});
