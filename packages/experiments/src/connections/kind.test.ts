import { summarise } from "@stackbench/report";
import { runOf, service, type CaseSketch } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { connections } from "./kind.ts";

const seconds = 5;

interface Sketch {
  keepAlive: boolean;
  throughput: number;
  /** CPU of the app for a request. */
  micros: number;
  workload?: CaseSketch["workload"];
  paddingBytes?: number;
  answerBytes?: number;
  /** As a share of requests; all with new connections, none with kept ones, where nothing is said. */
  opened?: number;
  /** Rounds without a right answer, from 0. */
  silent?: readonly number[];
}

/** Six rounds, each some percent off. */
function caseOf(sketch: Sketch): CaseSketch {
  const { keepAlive, throughput, micros, workload = "hello", paddingBytes } = sketch;
  const { answerBytes = 200, opened = keepAlive ? 0 : 1, silent = [] } = sketch;
  return {
    variant: "a:bare",
    workload,
    keepAlive,
    ...(paddingBytes !== undefined && { paddingBytes }),
    rounds: Array.from({ length: 6 }, (_, round) => {
      const isSilent = silent.includes(round);
      const speed = isSilent ? 0 : throughput * (1 + 0.01 * Math.cos(round * 7));
      const succeeded = Math.round(speed * seconds);
      const spent = (micros * succeeded) / 1e6;
      return {
        throughput: speed,
        load: {
          receivedBytes: succeeded * answerBytes,
          connectTime: histogramOf(Math.round(succeeded * opened)),
        },
        use: {
          services: { app: service(spent / 2, spent / 2, 5e7), load: service(1, 1, 1e6) },
        },
      };
    }),
  };
}

function histogramOf(count: number) {
  const buckets: [number, number][] = count === 0 ? [] : [[500, count]];
  return { ...emptyHistogram, count, buckets };
}

const emptyHistogram = runOf({
  cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 1 }] }],
}).windows.flatMap((window) =>
  window.status === "measured" && window.load.kind === "closed" ? [window.load.connectTime] : [],
)[0]!;

function conclude(...sketches: Sketch[]) {
  const run = runOf({ rounds: 6, cases: sketches.map(caseOf) });
  const { table, ...outcome } = connections.conclude(run, summarise(run));
  const text = table({ columns: 150, colour: false });
  return {
    ...outcome,
    text,
    answers: text
      .trim()
      .split("\n\n")
      .map((one) => one.replaceAll("\n", " ")),
  };
}

const kept = { keepAlive: true, throughput: 10_000, micros: 80 };
const renewed = { keepAlive: false, throughput: 4000, micros: 125 };
const allRounds = [0, 1, 2, 3, 4, 5];

test("the answer comes first: what of throughput, and how much CPU time", () => {
  const { answers, json, code } = conclude(kept, renewed);
  expect(code).toBe(0);
  expect(answers[0]).toMatch(
    /^a:bare, hello: a new connection for each request costs 60 % of the throughput \(60 to 60\) and 45(\.0)? µs of CPU time a request \(45(\.0)? to 45(\.0)?\)\.$/,
  );
  expect(json).toMatchObject({
    pairs: [
      {
        variant: "a:bare",
        closesItself: false,
        cost: { rounds: 6 },
        kept: { connectionsPerSecond: 0 },
        new: { status: "measured" },
      },
    ],
    sizes: [],
  });
  const [pair] = (json as { pairs: [{ new: { connectionsPerSecond: number } }] }).pairs;
  expect(pair.new.connectionsPerSecond).toBeGreaterThan(3900);
});

test("where they are alike it says so, and names a server that closes by itself", () => {
  const { answers } = conclude({ ...kept, opened: 1 }, { ...kept, keepAlive: false });
  expect(answers[0]).toMatch(/costs no throughput that can be told .* and no CPU time that can/);
  expect(answers[0]).toMatch(/it ends most connections by itself/);
});

test("larger requests cost by the KiB, in either mode", () => {
  const padded = (paddingBytes: number, micros: number) => [
    { ...kept, paddingBytes, micros: 80 + micros },
    { ...renewed, paddingBytes, micros: 125 + 2 * micros },
  ];
  const { answers, json } = conclude(kept, renewed, ...padded(1024, 3), ...padded(4096, 12));
  expect(answers).toContainEqual(
    expect.stringMatching(
      /^a:bare, hello, kept connections: 1 KiB more in a request costs 3(\.0+)? µs of CPU time \(/,
    ),
  );
  expect(json).toMatchObject({
    sizes: [
      { what: "request", isKept: true, bytes: [0, 1024, 4096], rounds: 6 },
      { what: "request", isKept: false },
    ],
  });
  const { sizes } = json as { sizes: { cpuMicrosPerKibibyte: { estimate: number } }[] };
  expect(sizes[0]!.cpuMicrosPerKibibyte.estimate).toBeCloseTo(3, 3);
  expect(sizes[1]!.cpuMicrosPerKibibyte.estimate).toBeCloseTo(6, 3);
});

test("so do larger answers, of one workload at several values of its parameter", () => {
  const page = (limit: number, mode: typeof kept) => ({
    ...mode,
    workload: `items.list:limit=${limit}` as const,
    answerBytes: 100 + 1024 * limit,
    micros: mode.micros + 5 * limit,
  });
  const plain = [1, 20].flatMap((limit) => [page(limit, kept), page(limit, renewed)]);
  // Longer requests for the same answers ask nothing anew of these.
  const all = [...plain, ...plain.map((one) => ({ ...one, paddingBytes: 4000 }))];
  const { json } = conclude(...all);
  expect(json).toMatchObject({
    sizes: expect.arrayContaining([
      expect.objectContaining({ what: "answer", workload: "items.list", bytes: [1124, 20_580] }),
    ]) as unknown,
  });
  const { sizes } = json as {
    sizes: { what: string; isKept: boolean; cpuMicrosPerKibibyte: { estimate: number } }[];
  };
  const answers = sizes.filter(({ what }) => what === "answer");
  expect(answers.map(({ isKept }) => isKept)).toEqual([true, false]);
  expect(answers[0]!.cpuMicrosPerKibibyte.estimate).toBeCloseTo(5, 3);
});

test("a round in which new connections had no right answer is left out of what they cost", () => {
  const { answers, json } = conclude(kept, { ...renewed, silent: [2] });
  expect(answers[0]).toMatch(
    /costs 60 % of the throughput \(too few rounds for an interval\) and 45(\.0)? µs of CPU time/,
  );
  expect(json).toMatchObject({ pairs: [{ cost: { rounds: 5 } }] });
});

test.each<[Sketch, Sketch]>([
  [kept, { ...renewed, silent: allRounds }],
  [{ ...kept, silent: allRounds }, renewed],
])("where one mode never had a right answer no cost is told, and both are rows", (...modes) => {
  const { answers, text, json } = conclude(...modes);
  expect(answers[0]).toContain("for no round has right answers of both in a valid window.");
  expect(json).toMatchObject({ pairs: [{ cost: null, closesItself: false }] });
  expect(text).toMatch(/^ *hello .* new /m);
});
