import type { RunRecord } from "@stackbench/model";
import type { RevisionComparison, RevisionPart } from "@stackbench/report";
import { expect, test } from "vitest";
import { describeOutcome } from "./describe-outcome.ts";
import { describeParts } from "./describe-parts.ts";

function partOf(name: string, verdict: RevisionPart["verdict"], ratio: number): RevisionPart {
  const change = { ratio, low: ratio - 0.01, high: ratio + 0.01, verdict };
  return {
    name,
    figure: "service-time-p99",
    base: { median: 2, rounds: 12 },
    head: { median: 2 * ratio, rounds: 12 },
    change: change as RevisionPart["change"],
    control: { ...change, ratio: 1, verdict: "tie" } as RevisionPart["control"],
    verdict,
  };
}

const parts = [
  partOf("page", "tie", 1),
  partOf("search", "slower", 1.25),
  partOf("make", "unresolved", 1.05),
];

test("requests are told by verdict, the slower ones first", () => {
  expect(describeParts(parts)).toBe(
    "by request: slower: search, p99 service time +25.0 % (+24.0 to +26.0); equal within 3 %: page; not told: make, p99 service time +5.0 % (+4.0 to +6.0)",
  );
  expect(describeParts([])).toBe("");
});

test("a request in which the base differs from itself is no verdict", () => {
  const unsteady = partOf("search", "unresolved", 1.25);
  unsteady.control!.verdict = "slower";
  expect(describeParts([unsteady])).toBe(
    "by request: not told: search (there the base differs from itself)",
  );
});

test("a request with too few answers says in how many rounds it had enough", () => {
  const rare = partOf("search", "unresolved", 1.25);
  Object.assign(rare.change!, { low: 0, high: Infinity, commonRounds: 2 });
  expect(describeParts([rare])).toBe(
    "by request: not told: search, p99 service time +25.0 % (too few rounds for an interval), with answers enough in 2 rounds: a longer --duration gives more",
  );
});

const labels = { variant: "s:bare", base: "main", head: "HEAD" };
const record = {
  windows: [],
  plan: { experiment: { windowsPerSitting: 1 } },
} as unknown as RunRecord;
const side = {
  workload: "custom",
  asked: "search=3, cart=1",
  figure: { kind: "throughput" },
  change: null,
  cpu: null,
  remarks: [],
};

test.each([
  ["tie", "TIE: s:bare at HEAD against main, but slower in search"],
  ["slower", "SLOWER: s:bare at HEAD against main: slower in search"],
  ["untrustworthy", "UNTRUSTWORTHY: s:bare at HEAD against main"],
] as const)("beside a %s the headline names the request that got slower", (outcome, headline) => {
  const cases = [{ head: side, control: side, parts }] as unknown as RevisionComparison["cases"];
  const texts = describeOutcome({ outcome, cases }, record, labels);
  expect(texts.headline).toBe(headline);
  expect(texts.cases[0]).toMatch(/^search=3, cart=1: /);
  expect(texts.cases[0]).toContain(" By request: slower: search, ");
});
