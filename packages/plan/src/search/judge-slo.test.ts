import type { SloTerm } from "@stackbench/model";
import { expect, test } from "vitest";
import { failedWindow, probedWindow, type Met } from "../testing/probed-window.ts";
import { judgeSlo, lackingRequests } from "./judge-slo.ts";

const p99: SloTerm = { kind: "latency", percent: 99, belowMs: 50 };
const errors: SloTerm = { kind: "errors", belowShare: 0.01 };

const judge = (met: Met, slo: SloTerm[] = [p99]) => judgeSlo(slo, probedWindow(met));
const fast: Met["latencies"] = [[10, 1000]];
const late = (count: number): Met["latencies"] => [
  [10, 1000 - count],
  [80, count],
];

test("p99 lies below its limit where one of a hundred reaches it, and no more", () => {
  expect(judge({ latencies: late(10) })).toEqual({ said: "keeps" });
  expect(judge({ latencies: late(11) })).toEqual({ said: "fails", broken: [p99], reason: "" });
});

test("failed and unanswered requests are slower than any limit", () => {
  expect(judge({ latencies: fast, timeouts: 5, unfinished: 5 }).said).toBe("keeps");
  expect(judge({ latencies: fast, timeouts: 6, unfinished: 5 }).said).toBe("fails");
  expect(judge({ latencies: [], timeouts: 1000 }).said).toBe("fails");
  const few = { latencies: fast, timeouts: 5, unfinished: 6 };
  expect(judge(few, [errors])).toMatchObject({ said: "fails", broken: [errors] });
  expect(judge({ latencies: fast, timeouts: 9 }, [errors]).said).toBe("keeps");
});

test("a term of another workload is not asked", () => {
  const ofItems: SloTerm = { ...p99, workload: "items", belowMs: 1 };
  expect(judge({ latencies: fast }, [ofItems, errors]).said).toBe("keeps");
});

test("who does not keep up with the rate fails, though the answers be fast", () => {
  const cautions = [{ kind: "rate-missed", severity: "invalid" }] as const;
  expect(judge({ latencies: fast, cautions })).toEqual({
    said: "fails",
    broken: [],
    reason: "its rate-missed",
  });
});

test("a disturbed window that keeps the SLO keeps it, and one that does not says nothing", () => {
  const cautions = [{ kind: "steal", severity: "invalid" }] as const;
  expect(judge({ latencies: fast, cautions }).said).toBe("keeps");
  expect(judge({ latencies: late(20), cautions })).toEqual({ said: "void", reason: "its steal" });
  const bound = [{ kind: "generator-bound", severity: "unranked" }] as const;
  expect(judge({ latencies: late(20), cautions: bound }).said).toBe("void");
  // What was misread says nothing, whichever way.
  const misread = [{ kind: "misread-answers", severity: "invalid" }] as const;
  expect(judge({ latencies: fast, cautions: misread }).said).toBe("void");
});

test("a server that dies under load fails, and one that did not come up was not asked", () => {
  expect(judgeSlo([p99], failedWindow("window"))).toMatchObject({ said: "fails", broken: [] });
  expect(judgeSlo([p99], failedWindow("ready")).said).toBe("void");
  expect(judge({ latencies: [] }).said).toBe("void");
});

test("a verdict on p99.9 needs 3,000 requests", () => {
  const strict: SloTerm = { kind: "latency", percent: 99.9, belowMs: 50 };
  const window = probedWindow({ latencies: [[10, 2900]] });
  expect(lackingRequests([strict], window)).toBe(100);
  expect(lackingRequests([p99], window)).toBe(0);
});
