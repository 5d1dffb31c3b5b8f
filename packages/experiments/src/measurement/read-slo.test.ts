import { describeTerm } from "@stackbench/report";
import { expect, test } from "vitest";
import { expectRequests, readSlo, requireTerms } from "./read-slo.ts";

test("terms for all workloads and for one", () => {
  const terms = readSlo("p99<50ms, items p99.9 < 0.1s,errors<0.1%", ["hello", "items"]);
  expect(terms).toEqual([
    { kind: "latency", percent: 99, belowMs: 50 },
    { kind: "latency", workload: "items", percent: 99.9, belowMs: 100 },
    { kind: "errors", belowShare: 0.001 },
  ]);
  expect(terms.map(describeTerm)).toEqual([
    "p99 < 50 ms",
    "items p99.9 < 100 ms",
    "errors < 0.1 %",
  ]);
});

test.each([
  ["", /expected terms such as/],
  ["fast", /\[workload or request\] p50.*got "fast"/],
  ["p99>50ms", /got "p99>50ms"/],
  ["p98<50ms", /expected one of p50, p90, p95, p99, p99.9 or errors, got "p98"/],
  ["p99<50", /a time with its unit/],
  ["p99<0ms", /--slo: expected a duration/],
  ["errors<2", /expected a percentage/],
  ["errors<0%", /expected a percentage/],
  ["errors<101%", /expected a percentage/],
  ["helo p99<50ms", /a workload of the run \(hello, items\), got "helo"; did you mean hello\?/],
  ["lookup p99<50ms", /a workload of the run \(hello, items\), got "lookup"/],
  ["p99<50ms,p99<60ms", /each of its figures once, got p99 twice/],
])("%j is refused with what would be right", (text, message) => {
  expect(() => readSlo(text, ["hello", "items"])).toThrow(message);
});

test("where each workload needs a term, one without any is refused", () => {
  const workloads = ["hello", "items"] as const;
  expect(() => requireTerms(readSlo("items p99<50ms", workloads), workloads)).toThrow(
    /a term for each workload of the run, got none for hello/,
  );
  expect(() => requireTerms(readSlo("p99<50ms", workloads), workloads)).not.toThrow();
});

test("of requests of one's own a term may name one, blanks in its name and all; another is refused", () => {
  const terms = readSlo("front page p99<50ms, GET /x errors<0.1%, p50<9ms", "requests");
  expect(terms).toEqual([
    { kind: "latency", request: "front page", percent: 99, belowMs: 50 },
    { kind: "errors", request: "GET /x", belowShare: 0.001 },
    { kind: "latency", percent: 50, belowMs: 9 },
  ]);
  expect(terms.map(describeTerm)[0]).toBe("front page p99 < 50 ms");
  expect(() => expectRequests(terms, ["front page", "GET /x"])).not.toThrow();
  expect(() => expectRequests(terms, ["front-page", "GET /x"])).toThrow(
    /a request of the run \(front-page, GET \/x\), got "front page"; did you mean front-page\?/,
  );
});
