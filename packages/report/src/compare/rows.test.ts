import { experimentOf } from "@stackbench/model/testing";
import type { Caution } from "@stackbench/model";
import { expect, test } from "vitest";
import { summarise } from "../summarise.ts";
import { runOf, service, type CaseSketch, type RunSketch } from "../testing/run-of.ts";

const bound: Caution = { kind: "generator-bound", severity: "unranked", message: "bound" };
const stolen: Caution = { kind: "steal", severity: "invalid", message: "30 % stolen" };

/** The machine gives more in some rounds than in others: all variants feel it. */
const machine = [1, 0.8, 1.1, 0.95, 1.05, 0.9, 1.2, 0.85];

/** A variant at `share` of what the machine gives in each round, give or take less than half a per cent. */
function variant(key: string, share: number, change: Partial<CaseSketch> = {}): CaseSketch {
  const wobble = [0.2, -0.4, 0.1, -0.1, 0.3, 0, -0.3, 0.4];
  return {
    variant: key,
    workload: "hello",
    rounds: machine.map((gives, index) => ({
      throughput: 10_000 * share * gives * (1 + (share === 1 ? 0 : wobble[index]!) / 100),
    })),
    ...change,
  };
}

function groupOf(cases: CaseSketch[], sketch: Partial<RunSketch> = {}) {
  const anchor = cases[0]!.variant;
  const [group] = summarise(
    runOf({
      cases,
      rounds: machine.length,
      experiment: { anchor, ...sketch.experiment },
      ...sketch,
    }),
  ).groups;
  return group!;
}

test("a row is compared with the anchor round by round: what a round does to both cancels", () => {
  const { anchor, rows } = groupOf([
    variant("base:x", 1),
    variant("slow:x", 0.77),
    variant("fast:x", 2.31),
    variant("same:x", 1.005),
  ]);
  expect(anchor).toBe("base:x");
  expect(rows.map(({ stack, relative }) => [stack, relative?.verdict ?? null])).toEqual([
    ["fast", "faster"],
    ["same", "tie"],
    ["base", null],
    ["slow", "slower"],
  ]);
  const slow = rows[3]!.relative!;
  expect(slow).toMatchObject({ anchor: "base:x", rounds: 8 });
  expect(slow.ratio).toBeCloseTo(0.77, 2);
  // The machine moved by 40 % between rounds, the ratio by less than 1 %.
  expect(slow.interval!.low).toBeGreaterThan(0.765);
  expect(slow.interval!.high).toBeLessThan(0.775);
  expect(slow.interval!.confidence).toBeGreaterThanOrEqual(0.95);
  // Six pairs in the family.
  expect(slow.signedRankP).toBeCloseTo(2 / 2 ** 8);
  expect(slow.adjustedP).toBeGreaterThan(slow.p);
  expect(rows[1]!.relative!.tieAdjustedP).toBeLessThan(0.05);
});

test("ranks are intervals: rows that no test tells apart share their places", () => {
  const { rows } = groupOf([
    variant("base:x", 1),
    variant("slow:x", 0.77),
    variant("fast:x", 2.31),
    variant("same:x", 1.005),
  ]);
  expect(rows.map(({ rank }) => rank)).toEqual([
    { low: 1, high: 1 },
    { low: 2, high: 3 },
    { low: 2, high: 3 },
    { low: 4, high: 4 },
  ]);
});

test("with fewer than six rounds there is no interval, and only large differences are proven", () => {
  const { rows } = groupOf(
    [variant("base:x", 1), variant("near:x", 0.8), variant("slow:x", 0.5)].map((entry) => ({
      ...entry,
      rounds: entry.rounds.slice(0, 5),
    })),
  );
  expect(rows[1]).toMatchObject({
    rank: { low: 1, high: 2 },
    relative: { interval: null, rounds: 5, verdict: "unresolved" },
    throughput: { interval: null },
  });
  expect(rows[2]).toMatchObject({
    rank: { low: 3, high: 3 },
    relative: { interval: null, verdict: "slower" },
  });
});

test("a row that was left out of later rounds is compared over those it has, and misses none", () => {
  const early = variant("slow:x", 0.5);
  early.rounds.length = 3;
  const { protocol } = experimentOf();
  const { rows } = groupOf([variant("base:x", 1), variant("same:x", 1.005), early], {
    experiment: { protocol: { ...protocol, looks: [3, 6] } },
  });
  expect(rows[2]).toMatchObject({
    stack: "slow",
    status: "measured",
    windows: { planned: 3, valid: 3 },
    relative: { rounds: 3, verdict: "slower" },
  });
});

test("an absolute figure carries the interval of its own rounds from six on", () => {
  const { rows } = groupOf([variant("base:x", 1)]);
  const { throughput } = rows[0]!;
  expect(throughput!.interval!.low).toBeLessThan(throughput!.estimate);
  expect(throughput!.interval!.high).toBeGreaterThan(throughput!.estimate);
  expect(throughput!.interval!.low).toBeGreaterThan(8000);
  expect(throughput!.interval!.high).toBeLessThan(12_000);
});

test("an invalid window takes its round out of the comparison, and nothing else", () => {
  const slow = variant("slow:x", 0.77);
  slow.rounds[2] = { throughput: 99_999, cautions: [stolen] };
  const { rows } = groupOf([variant("base:x", 1), slow]);
  expect(rows[1]!.relative).toMatchObject({ rounds: 7, verdict: "slower" });
  expect(rows[1]!.relative!.ratio).toBeCloseTo(0.77, 2);
});

test("where the anchor may not be compared, the first variant that may takes its place, as where the run decides to stop", () => {
  const dead: CaseSketch = {
    variant: "base:x",
    workload: "hello",
    rounds: machine.map(() => ({ stage: "verify", message: "wrong", logLines: [] })),
  };
  const { anchor, rows } = groupOf([dead, variant("b:x", 0.5), variant("c:x", 1)]);
  expect(anchor).toBe("b:x");
  expect(rows.map(({ stack, relative }) => [stack, relative?.verdict ?? null])).toEqual([
    ["c", "faster"],
    ["b", null],
    ["base", null],
  ]);
});

test("a row whose generator was the limit is compared by CPU time per request only", () => {
  const swift = variant("swift:x", 3);
  swift.rounds = swift.rounds.map((round) => ({ ...round, cautions: [bound] }));
  const { rows } = groupOf([variant("base:x", 1), swift]);
  expect(rows[0]).toMatchObject({
    stack: "swift",
    rank: null,
    relative: null,
    cpuRelative: { anchor: "base:x", verdict: "cheaper" },
  });
  expect(rows[0]!.cpuRelative!.ratio).toBeCloseTo(1 / 3, 2);
  expect(rows[1]!.rank).toEqual({ low: 1, high: 1 });
});

test("what was wrong in a window that does not count takes no rank from the others", () => {
  const hit = variant("hit:x", 2);
  hit.rounds = hit.rounds.map((round, index) =>
    index === 2 ? { ...round, cautions: [stolen, bound] } : round,
  );
  const { rows } = groupOf([variant("base:x", 1), hit]);
  expect(rows[0]).toMatchObject({
    stack: "hit",
    rank: { low: 1, high: 1 },
    relative: { verdict: "faster", rounds: 7 },
    windows: { measured: 8, valid: 7 },
  });
  expect(rows[0]!.cautions).toMatchObject([
    { kind: "steal", severity: "invalid" },
    { kind: "generator-bound", severity: "note" },
  ]);
});

test("one row alone is compared with nobody", () => {
  const group = groupOf([variant("base:x", 1)]);
  expect(group.anchor).toBeNull();
  expect(group.rows[0]).toMatchObject({ rank: { low: 1, high: 1 }, relative: null });
});

/** A variant that is 10 % faster and spends `cpuSeconds` a window on it, the anchor 4.7. */
function contradicting(cpuSeconds: number, busy: number): CaseSketch {
  const entry = variant("odd:x", 1.1);
  return {
    ...entry,
    rounds: entry.rounds.map((round) => ({
      ...round,
      use: {
        services: { app: service(cpuSeconds, 0, 1) },
        host: { busyShareByCpu: { 0: busy } },
      },
    })) as CaseSketch["rounds"],
  };
}

test("more requests/s at more CPU time for each, on full CPUs, is said to contradict itself", () => {
  const run = (odd: CaseSketch) =>
    summarise(
      runOf({
        cases: [variant("base:x", 1), odd],
        rounds: machine.length,
        experiment: { anchor: "base:x" },
      }),
    );
  const table = run(contradicting(6, 0.97));
  expect(table.rows[0]).toMatchObject({
    relative: { verdict: "faster" },
    cpuRelative: { verdict: "dearer" },
    witnessesDisagree: expect.stringMatching(
      /^odd:x gave \+10\.0 % requests\/s against base:x, and took \+16\.\d % CPU time for each$/,
    ),
  });
  expect(table.remarks).toMatchObject([{ mark: "a", kind: "witnesses-disagree" }]);
  // CPUs that were not full: something else was the limit, so both may be true.
  expect(run(contradicting(6, 0.7)).remarks).toEqual([]);
  // Less CPU time for each: the witnesses agree.
  expect(run(contradicting(4, 0.97)).remarks).toEqual([]);
});

test("where the database shares the server's CPUs its part counts too, before witnesses contradict", () => {
  const services = (app: number, database: number) => ({
    services: { app: service(app, 0, 1), database: service(database, 0, 1) },
    host: { busyShareByCpu: { 0: 0.97 } },
  });
  const at = (key: string, share: number, use: object): CaseSketch => {
    const entry = variant(key, share, { workload: "items" });
    return { ...entry, rounds: entry.rounds.map((round) => ({ ...round, use })) as never };
  };
  const rowOf = (cpus: { server: number[]; load: number[]; database: number[] }) =>
    groupOf([at("base:x", 1, services(2, 2.6)), at("odd:x", 1.1, services(3, 1.6))], {
      experiment: { anchor: "base:x", cpus },
    }).rows[0]!;
  // App dearer, database cheaper: as much in all, so 10 % more answers are possible.
  const shared = rowOf({ server: [0], load: [1], database: [0] });
  expect(shared).toMatchObject({
    relative: { verdict: "faster" },
    cpuRelative: { verdict: "dearer" },
    witnessesDisagree: undefined,
  });
  const apart = rowOf({ server: [0], load: [1], database: [2] });
  expect(apart.witnessesDisagree).toBeDefined();
});

test("an open loop is ranked by p99 latency, the lowest first", () => {
  const group = groupOf([
    variant("base:x", 1, { ratePerSecond: 1000 }),
    variant("quick:x", 2, { ratePerSecond: 1000 }),
  ]);
  expect(group.compared).toEqual({ kind: "latency", percent: 99 });
  expect(group.rows).toMatchObject([
    { stack: "quick", rank: { low: 1, high: 1 }, relative: { verdict: "faster" } },
    { stack: "base", rank: { low: 2, high: 2 }, relative: null },
  ]);
  // Of the latency: half as long.
  expect(group.rows[0]!.relative!.ratio).toBeCloseTo(0.5, 1);
  expect(group.rows[0]!.relative!.interval!.low).toBeLessThan(group.rows[0]!.relative!.ratio);
});

test("where a window is too small for p99 all rows are ranked by the median", () => {
  const small = variant("small:x", 1, { ratePerSecond: 400 });
  const group = groupOf([variant("base:x", 2, { ratePerSecond: 400 }), small]);
  expect(group.compared).toEqual({ kind: "latency", percent: 50 });
  expect(group.rows.map(({ stack }) => stack)).toEqual(["base", "small"]);
});

test("a round whose percentile was never answered takes its row out of the ranking: the rounds that went well do not speak for it", () => {
  const flaky = variant("flaky:x", 2, { ratePerSecond: 1000 });
  // 4 % of one round's requests; of all rounds 0.5 %, so that the merged p99 is a number.
  const lost = { errors: { reset: 200 } } as const;
  flaky.rounds = flaky.rounds.map((round, index) =>
    index === 3 ? { ...round, load: lost } : round,
  );
  const group = groupOf([variant("base:x", 1, { ratePerSecond: 1000 }), flaky]);
  expect(group.compared).toEqual({ kind: "latency", percent: 99 });
  const row = group.rows.find(({ stack }) => stack === "flaky")!;
  expect(row.latency!.unanswered).not.toContain(99);
  expect(row).toMatchObject({ rank: null, relative: null });
  expect(row.cautions).toMatchObject([
    {
      kind: "unanswered-rounds",
      severity: "unranked",
      message: expect.stringContaining("in 1 of 8 rounds"),
    },
  ]);
  expect(group.rows.find(({ stack }) => stack === "base")!.rank).toEqual({ low: 1, high: 1 });
});
