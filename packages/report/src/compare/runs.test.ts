import type { Caution, Failure, LoadRequest, RunRecord } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { compareRuns, type RunComparison } from "./runs.ts";
import { comparisonJson } from "../render/json/comparison.ts";
import { runOf, service, type CaseSketch, type WindowSketch } from "../testing/run-of.ts";

const wobble = [1, 0.994, 1.006, 0.998, 1.004, 0.996, 1.002, 1.001, 0.999, 1.003];

/** `rounds` windows around a throughput; CPU time is a constant 100 µs per request unless told otherwise. */
function around(throughput: number, rounds = 10, cpuMicros = 100): WindowSketch[] {
  return wobble.slice(0, rounds).map((factor) => {
    const rate = throughput * factor;
    return { throughput: rate, use: useOf(rate * 5 * cpuMicros * 1e-6) };
  });
}

function useOf(cpuSeconds: number): NonNullable<WindowSketch["use"]> {
  return { services: { app: service(cpuSeconds / 2, cpuSeconds / 2, 70e6) } };
}

const bare = (rounds: CaseSketch["rounds"]): CaseSketch => ({
  variant: "fastify:bare",
  workload: "hello",
  rounds,
});

/** A run that began so many minutes later; rounds are a second long. */
function later(run: RunRecord, minutes: number, runId: string): RunRecord {
  const shift = (text: string): string =>
    new Date(Date.parse(text) + minutes * 60_000).toISOString();
  return {
    ...run,
    runId,
    windows: run.windows.map((window) => ({ ...window, startedAt: shift(window.startedAt) })),
  };
}

const runAt = (minutes: number, runId: string, ...cases: CaseSketch[]): RunRecord =>
  later(runOf({ cases, rounds: cases[0]!.rounds.length }), minutes, runId);

describe("compareRuns", () => {
  it("compares runs of different times by their samples", () => {
    const comparison = compareRuns(
      runAt(0, "a", bare(around(10_000))),
      runAt(9, "b", bare(around(8_000))),
    );
    expect(comparison.pairing).toBe("unpaired");
    const [only] = comparison.cases;
    expect(only).toMatchObject({
      name: "fastify:bare",
      verdict: "slower",
      base: { rounds: 10 },
      head: { rounds: 10 },
    });
    expect(only!.change!.ratio).toBeCloseTo(0.8, 2);
    expect(only!.change!.low).toBeLessThan(0.8);
    expect(only!.change!.high).toBeGreaterThan(0.8);
  });

  it("does not call what the machine alone may change between two runs, and says so", () => {
    const head = later(runOf({ cases: [bare(around(9_000))], rounds: 10 }), 9, "b");
    expect(compareRuns(runAt(0, "a", bare(around(10_000))), head).cases[0]).toMatchObject({
      verdict: "unresolved",
      remarks: ["between-runs"],
    });
  });

  it("pairs rounds that alternated in time, and so sees through what disturbed both alike", () => {
    // Twice as slow from round to round; the head is always 5 % slower than its neighbour.
    const drift = [1, 0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.45];
    const drifting = (factor: number): CaseSketch =>
      bare(drift.map((share) => ({ throughput: 20_000 * share * factor })));
    const base = runAt(0, "a", drifting(1));
    const beside = later(runOf({ cases: [drifting(0.95)], rounds: 8 }), 0.005, "b");
    const paired = compareRuns(base, beside);
    expect(paired.pairing).toBe("paired");
    expect(paired.cases[0]).toMatchObject({ verdict: "slower" });
    const unpaired = compareRuns(base, later(beside, 60, "c"));
    expect(unpaired.pairing).toBe("unpaired");
    expect(unpaired.cases[0]).toMatchObject({ verdict: "unresolved" });
  });

  it("does not pair runs that share one round only, or one that was held in sequence", () => {
    const one = (id: string): RunRecord => runAt(0, id, bare(around(10_000, 1)));
    expect(compareRuns(one("a"), one("b")).pairing).toBe("unpaired");
    const both = (id: string): RunRecord =>
      runAt(0, id, bare(around(10_000, 3)), { ...bare(around(8_000, 3)), variant: "express:bare" });
    const sequential = both("a");
    const moved = sequential.windows.map((window) =>
      window.variant === "express:bare"
        ? { ...window, startedAt: "2026-11-21T07:00:00.000Z" }
        : window,
    );
    expect(compareRuns({ ...sequential, windows: moved }, both("b")).pairing).toBe("unpaired");
  });

  it("adjusts over all cases together", () => {
    // With five rounds on either side the rank-sum test's smallest p is 2/252: enough for six cases, not for seven.
    const verdictOf = (count: number): Set<string> => {
      const cases = (factor: number): CaseSketch[] =>
        Array.from({ length: count }, (_, index) => ({
          ...bare(around(10_000 * factor, 5)),
          variant: `s${index}:bare`,
        }));
      const { cases: compared } = compareRuns(
        runAt(0, "a", ...cases(1)),
        runAt(9, "b", ...cases(0.8)),
      );
      return new Set(compared.map(({ verdict }) => verdict));
    };
    expect(verdictOf(6)).toEqual(new Set(["slower"]));
    expect(verdictOf(7)).toEqual(new Set(["unresolved"]));
  });

  it("calls the obvious after three rounds, however many cases there are, and nothing else", () => {
    const cases = (factors: readonly number[]): CaseSketch[] =>
      factors.map((factor, index) => ({
        ...bare(around(10_000 * factor, 3)),
        variant: `s${index}:bare`,
      }));
    const { cases: compared } = compareRuns(
      runAt(0, "a", ...cases([1, 1, 1, 1])),
      runAt(9, "b", ...cases([0.5, 1, 1.2, 2])),
    );
    expect(compared.map(({ verdict }) => verdict)).toEqual([
      "slower",
      "unresolved",
      "unresolved",
      "faster",
    ]);
    expect(compared[0]!.change).toMatchObject({ low: 0, high: Infinity });
  });

  it("leaves invalid windows out, and names a case that the head lost", () => {
    const invalid: Caution = { kind: "steal", severity: "invalid", message: "30 % stolen" };
    const spoilt = around(9_990).map((window, index) =>
      index < 3 ? { ...window, throughput: 10, cautions: [invalid] } : window,
    );
    const failure: Failure = { stage: "ready", message: "503", logLines: [] };
    const comparison = compareRuns(
      runAt(
        0,
        "a",
        bare(around(10_000)),
        { ...bare(around(5_000)), variant: "express:bare" },
        { ...bare(around(5_000)), variant: "gone:bare" },
      ),
      runAt(9, "b", bare(spoilt), {
        ...bare(wobble.map(() => failure)),
        variant: "express:bare",
      }),
    );
    const [kept, lost] = comparison.cases;
    expect(kept).toMatchObject({ verdict: "tie", head: { rounds: 7 } });
    expect(lost).toMatchObject({
      change: null,
      head: null,
      verdict: "unresolved",
      remarks: ["head-lost", "head-missing"],
    });
    expect(comparison.onlyInBase).toEqual(["gone:bare/hello/c64/stackbench"]);
  });

  it("gives none where more rounds of a side failed than leave a figure that stands for it", () => {
    const failure: Failure = { stage: "window", message: "gone", logLines: [] };
    const failing = (count: number) =>
      bare([...around(8_000, 10 - count, 125), ...Array(count).fill(failure)]);
    const found = (base: CaseSketch, head: CaseSketch) =>
      compareRuns(runAt(0, "a", base), runAt(9, "b", head)).cases[0];
    const whole = bare(around(10_000));
    expect(found(whole, failing(1))).toMatchObject({ verdict: "slower", remarks: ["head-failed"] });
    expect(found(whole, failing(2))).toMatchObject({
      verdict: "unresolved",
      remarks: ["head-lost"],
    });
    expect(found(failing(2), whole)).toMatchObject({
      verdict: "unresolved",
      remarks: ["base-lost"],
    });
  });

  it("gives no verdict on throughput where the generator was the limit", () => {
    const limited: Caution = { kind: "generator-bound", severity: "unranked", message: "97 %" };
    const bound = around(8_000).map((window) => ({ ...window, cautions: [limited] }));
    const { cases } = compareRuns(runAt(0, "a", bare(around(10_000))), runAt(9, "b", bare(bound)));
    expect(cases[0]).toMatchObject({ verdict: "unresolved", remarks: ["unranked"] });
  });

  it.each([
    ["contradicts", 80, "cpu-contradicts"],
    ["does not move", 100, "cpu-unmoved"],
  ])("says where CPU per request %s", (_what, headMicros, remark) => {
    const { cases } = compareRuns(
      runAt(0, "a", bare(around(10_000, 10, 100))),
      runAt(9, "b", bare(around(8_000, 10, headMicros))),
    );
    expect(cases[0]).toMatchObject({ verdict: "slower", remarks: [remark] });
    expect(cases[0]!.cpu!.change.ratio).toBeCloseTo(headMicros / 100, 2);
  });

  it("compares an open loop by latency, of which less is faster", () => {
    const open = (throughput: number): CaseSketch => ({
      ...bare(around(throughput)),
      ratePerSecond: 1000,
    });
    const { cases } = compareRuns(runAt(0, "a", open(10_000)), runAt(9, "b", open(8_000)));
    expect(cases[0]).toMatchObject({
      figure: { kind: "latency", percent: 99 },
      verdict: "slower",
    });
    expect(cases[0]!.change!.ratio).toBeCloseTo(1.25, 2);
  });

  it.each<[string, Partial<WindowSketch>, string]>([
    ["of one round was never answered", { load: { errors: { reset: 200 } } }, "head-unanswered"],
    [
      "is of wrong answers",
      { cautions: [{ kind: "other-bodies", severity: "unranked", message: "3 of 80" }] },
      "unranked",
    ],
  ])("gives no verdict where the latency of the head %s", (_what, spoilt, remark) => {
    const open = (rounds: WindowSketch[]): CaseSketch => ({ ...bare(rounds), ratePerSecond: 1000 });
    const head = around(20_000).map((round, at) => (at === 4 ? { ...round, ...spoilt } : round));
    const { cases } = compareRuns(runAt(0, "a", open(around(10_000))), runAt(9, "b", open(head)));
    expect(cases[0]).toMatchObject({ figure: { percent: 99 }, verdict: "unresolved" });
    expect(cases[0]!.remarks).toEqual([remark]);
  });
});

describe("runs that were held at different times, in which something else used the CPUs", () => {
  /** So much of the server's CPU went to others, and so much was stolen from it, in each window. */
  const beside = (throughput: number, background: number, steal = 0, windows = 10) =>
    bare(
      around(throughput).map((window, index) => {
        const [others, stolen] = index < windows ? [background, steal] : [0, 0];
        const services = { app: service(4, 0, 70e6), load: service(3, 0, 80e6) };
        const programShareByCpu = { 0: 0.8 + others, 1: 0.6 };
        const host = { programShareByCpu, stealShareByCpu: { 0: stolen, 1: 0 } };
        return { ...window, use: { seconds: 5, services, host } };
      }),
    );
  const compared = (base: CaseSketch, head: CaseSketch, minutes = 9) =>
    compareRuns(runAt(0, "a", base), runAt(minutes, "b", head)).cases[0]!;

  it.each([
    ["a hog beside the head", beside(10_000, 0), beside(6_000, 0.4)],
    ["a hog beside the base", beside(6_000, 0.4), beside(10_000, 0)],
    ["a hog beside half of the head", beside(10_000, 0), beside(8_000, 0.2, 0, 5)],
    ["steal beside the head", beside(10_000, 0), beside(8_000, 0, 0.1)],
    ["a hog that hides a change", beside(10_000, 0), beside(10_000, 0.4)],
  ])("get no verdict: %s", (_what, base, head) => {
    expect(compared(base, head)).toMatchObject({ verdict: "unresolved", remarks: ["disturbed"] });
  });

  it.each([
    ["nothing", beside(10_000, 0), beside(8_000, 0)],
    ["the same in both", beside(10_000, 0.15, 0.1), beside(8_000, 0.15, 0.1)],
    ["a little", beside(10_000, 0), beside(8_000, 0.04, 0.01)],
  ])("keep it where %s was taken", (_what, base, head) => {
    expect(compared(base, head)).toMatchObject({ verdict: "slower", remarks: [] });
  });

  it("tell what was taken on both sides", () => {
    const { disturbance } = compared(beside(10_000, 0), beside(6_000, 0.4, 0.03));
    expect(disturbance!.base).toEqual({ serverBackground: 0, loadBackground: 0, steal: 0 });
    expect(disturbance!.head.serverBackground).toBeCloseTo(0.4, 9);
    expect(disturbance!.head.steal).toBeCloseTo(0.03, 9);
  });

  it("keep their verdict where nobody saw what was taken", () => {
    const blind = bare(around(8_000));
    expect(compared(beside(10_000, 0), blind)).toMatchObject({
      verdict: "slower",
      disturbance: { head: { serverBackground: null, loadBackground: null } },
    });
  });

  it("are no matter where rounds alternated", () => {
    const both = compared(beside(10_000, 0), beside(8_000, 0.4), 0.005);
    expect(both).toMatchObject({ verdict: "slower" });
    expect(both).not.toHaveProperty("disturbance");
  });
});

describe("what forbids a comparison", () => {
  const base = runAt(0, "a", bare(around(10_000, 2)));
  const head = runAt(9, "b", bare(around(10_000, 2)));
  const changed = (change: (run: RunRecord) => void): RunComparison => {
    const other = structuredClone(head);
    change(other);
    return compareRuns(base, other);
  };

  it("is nothing where only the commit and Node's patch version differ", () => {
    const other = changed((run) => {
      run.fingerprint.harnessCommit = null;
      run.fingerprint.node = "v24.21.9";
    });
    expect(other.refusals).toEqual([]);
  });

  it.each<[string, (run: RunRecord) => void, RegExp]>([
    ["CPU model", (run) => (run.fingerprint.cpuModel = "Z80"), /^CPU model: .* Z80 in the head$/],
    ["CPUs", (run) => (run.fingerprint.cpuCount = 4), /^number of CPUs: 2 in the base, 4/],
    ["quota", (run) => (run.fingerprint.cpuQuota = 1.5), /^CPU quota: none in the base, 1.5 CPUs/],
    ["memory", (run) => (run.fingerprint.memoryBytes = 1e9), /^memory/],
    ["kernel", (run) => (run.fingerprint.kernel = "7"), /^kernel/],
    ["cgroups", (run) => (run.fingerprint.cgroupVersion = "v2"), /^cgroup version/],
    ["guests", (run) => (run.fingerprint.virtualisation = "none"), /^virtualisation/],
    ["driver", (run) => (run.engine.driver = "process"), /^driver: docker in the base, process/],
    ["CPU sets", (run) => (run.plan.experiment.cpus.server = [0, 1]), /^CPUs of the server/],
    ["pool", (run) => (run.plan.experiment.databasePoolSize = 4), /^database connections/],
    ["window", (run) => (run.plan.experiment.durationSeconds = 9), /^length of a window: 5 s/],
    ["order", (run) => (run.plan.experiment.protocol.order = "sequential"), /^order of the rounds/],
    ["time-out", (run) => (run.plan.experiment.timeoutSeconds = 1), /^time-out of a request/],
    ["warm-up", (run) => (run.plan.experiment.warmupSeconds = 9), /^warm-up/],
    [
      "rule of scaling",
      ({ plan: { experiment } }) => {
        experiment.autoscale = {
          growAtShare: 0.8,
          forSeconds: 2,
          shrinkBelowShare: 0.3,
          shrinkForSeconds: 5,
        };
      },
      /^rules of scaling: none in the base, \{"growAtShare":0.8,/,
    ],
    [
      "limits",
      (run) => {
        for (const { tuning } of run.sittings) tuning.entries[0]!.effective = "128";
      },
      /^net.core.somaxconn of fastify:bare: 8191 in the base, 128 in the head$/,
    ],
    ["the run itself", (run) => (run.runId = "a"), /^both are the run a$/],
  ])("is a different %s", (_what, change, expected) => {
    const { refusals } = changed(change);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toMatch(expected);
  });
});

it("forbids to compare two mixes by one name", () => {
  const mixing = (runId: string, report: number): RunRecord => {
    const run = runAt(0, runId, { ...bare(around(10_000, 2)), workload: "mix" });
    run.plan.experiment.mix = [
      { workload: "hello", weight: 100 - report },
      { workload: "report", weight: report },
    ];
    return run;
  };
  expect(compareRuns(mixing("a", 5), mixing("b", 5)).refusals).toEqual([]);
  expect(compareRuns(mixing("a", 5), mixing("b", 50)).refusals).toEqual([
    "mix: hello=95, report=5 in the base, hello=50, report=50 in the head",
  ]);
});

describe("the one request of apps that do not speak the contract", () => {
  const asking = (runId: string, change: Partial<LoadRequest> = {}): RunRecord => {
    const run = runAt(0, runId, { ...bare(around(10_000, 2)), workload: "custom" });
    const expected = { status: 200, bodyBytes: 3 };
    const request = { method: "GET" as const, path: "/x", headers: {}, body: "", expect: expected };
    run.plan.experiment.customRequests = [
      { name: "x", weight: 1, request: { ...request, ...change } },
    ];
    return run;
  };
  const refusals = (change: Partial<LoadRequest>) =>
    compareRuns(asking("a"), asking("b", change)).refusals;

  it("must be the same, while the length of the answer may change", () => {
    expect(refusals({})).toEqual([]);
    expect(refusals({ expect: { status: 200, bodyBytes: 4 } })).toEqual([]);
    expect(refusals({ path: "/y" })).toEqual(["request: GET /x in the base, GET /y in the head"]);
    expect(refusals({ body: "1" })).toEqual([
      'body of the request: "" in the base, "1" in the head',
    ]);
    expect(refusals({ headers: { a: "b" } })).toHaveLength(1);
    expect(refusals({ expect: { status: 204, bodyBytes: 3 } })).toHaveLength(1);
  });
});

it("refuses another version of a generator that is not ours", () => {
  const runBy = (runId: string, version: string): RunRecord => {
    const run = runAt(0, runId, { ...bare(around(10_000, 2)), generator: "wrk" });
    for (const window of run.windows) {
      if (window.status === "measured") window.load.generator.version = version;
    }
    return run;
  };
  expect(compareRuns(runBy("a", "4.1"), runBy("b", "4.2")).refusals).toEqual([
    "version of the generator: 4.1 in the base, 4.2 in the head",
  ]);
  expect(compareRuns(runBy("a", "4.1"), runBy("b", "4.1")).refusals).toEqual([]);
});

describe("as JSON", () => {
  it("is null where too few rounds allow an interval, and survives a round trip", () => {
    const json = comparisonJson(
      compareRuns(runAt(0, "a", bare(around(10_000, 2))), runAt(9, "b", bare(around(8_000, 2)))),
    );
    expect(json.cases[0]!.change).toMatchObject({ low: null, high: null });
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});
