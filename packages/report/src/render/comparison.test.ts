import { describe, expect, it } from "vitest";
import { compareRuns } from "../compare/runs.ts";
import { describeChanges } from "../describe/comparison.ts";
import { renderComparison } from "./console/comparison.ts";
import { renderComparisonMarkdown } from "./markdown/comparison.ts";
import { runOf, service, type CaseSketch } from "../testing/run-of.ts";
import { displayWidth } from "./console/text-layout.ts";

const wobble = [1, 0.994, 1.006, 0.998, 1.004, 0.996, 1.002, 1.001];
const caseOf = (variant: string, throughput: number): CaseSketch => ({
  variant,
  workload: "hello",
  rounds: wobble.map((share) => ({ throughput: throughput * share })),
});

const long = "a-stack-with-quite-a-long-name:cluster-behind-nginx-unix";
const base = runOf({ rounds: 8, cases: [caseOf("fastify:bare", 10_000), caseOf(long, 5_000)] });
const head = {
  ...runOf({ rounds: 8, cases: [caseOf("fastify:bare", 8_000), caseOf(long, 5_010)] }),
  runId: "20261122-054714-77aa",
};
head.windows = head.windows.map((window) => ({
  ...window,
  startedAt: window.startedAt.replace("11-21", "11-22"),
}));
const comparison = compareRuns(base, head);

describe("on the console", () => {
  it("begins with what changed, by name", () => {
    const text = renderComparison(comparison, { columns: 160, colour: false });
    expect(text).toMatch(/^Of 2 cases 1 got slower \(fastify:bare\), 1 is a tie\.\n\nbase  /);
    expect(renderComparisonMarkdown(comparison).text).toContain(
      "\n\n**Of 2 cases 1 got slower (fastify:bare), 1 is a tie.**\n\n",
    );
    expect(describeChanges([])).toBe("The runs have no case in common.");
  });

  it("shows figures, change and verdict, and that two times are two machines", () => {
    const text = renderComparison(comparison, { columns: 160, colour: false });
    expect(text).toMatch(/fastify:bare +10,0\d\d +8,0\d\d +−20\.0\s% +−\d.*slower/);
    expect(text).toMatch(/nginx-unix +5,\d\d\d +5,\d\d\d +\+0\.2\s% .* tie/);
    expect(text).toContain("hello · 64 connections, closed loop · requests/s");
    expect(text.replaceAll("\n", " ")).toContain("use pnpm bench ab");
    expect(text).not.toContain("NOT COMPARABLE");
  });

  it.each([60, 80, 100, 140])("fits %i columns and keeps the verdict", (columns) => {
    const lines = renderComparison(comparison, { columns, colour: false }).split("\n");
    expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
    expect(lines.join("\n")).toMatch(/fastify:bare.*slower/);
  });

  it("carries the reasons of a forced comparison", () => {
    const forced = { ...comparison, refusals: ["kernel: 6 in the base, 7 in the head"] };
    const text = renderComparison(forced, { columns: 120, colour: false });
    const told = "NOT COMPARABLE, forced: kernel: 6 in the base, 7 in the head.";
    expect(text.split("\n")[1]).toBe(told);
    expect(renderComparisonMarkdown(forced).text).toContain(`\n\n**${told}**\n\n- base: `);
  });
});

it("is a table in Markdown too, with both intervals", () => {
  const { text } = renderComparisonMarkdown(comparison);
  expect(text).toMatch(/^# 20261122-054714-77aa against 20261121-054714-3f9a$/m);
  expect(text).toMatch(/^\| fastify:bare \| 10,0\d\d \| 8,0\d\d \| −20\.0\s% \| .* \| slower \|/m);
});

describe("what others took of the CPUs", () => {
  const services = { app: service(4, 0, 70e6), load: service(3, 0, 80e6) };
  const disturbed = {
    ...head,
    windows: head.windows.map((window) => {
      if (window.status !== "measured") return window;
      const host = { programShareByCpu: { 0: 1.21, 1: 0.62 }, stealShareByCpu: { 0: 0.01, 1: 0 } };
      return { ...window, use: { seconds: 5, services, host } };
    }),
  };
  const calm = {
    ...base,
    windows: base.windows.map((window) => {
      if (window.status !== "measured") return window;
      const host = { programShareByCpu: { 0: 0.8, 1: 0.6 }, stealShareByCpu: { 0: 0, 1: 0 } };
      return { ...window, use: { seconds: 5, services, host } };
    }),
  };
  const withheld = compareRuns(calm, disturbed);

  it("stands beside the verdict that is withheld for it, and in words above", () => {
    const text = renderComparison(withheld, { columns: 170, colour: false });
    expect(text).toMatch(/fastify:bare .* unresolved +0→41, 0→2 +0→1 /);
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "NO VERDICT on fastify:bare (hello): other programs took 0.0 % (base) and 41.0 % (head) of the server's CPU time; other programs took 0.0 % (base)",
    );
    expect(renderComparisonMarkdown(withheld).text).toMatch(/\| unresolved \| 0→41, 0→2 \| 0→1 \|/);
  });

  it.each([80, 100])("is told in %i columns", (columns) => {
    const text = renderComparison(withheld, { columns, colour: false });
    expect(text.split("\n").filter((line) => displayWidth(line) > columns)).toEqual([]);
    expect(text).toContain("NO VERDICT on fastify:bare");
    const quiet = renderComparison(compareRuns(calm, { ...calm, runId: "b" }), {
      columns,
      colour: false,
    });
    expect(quiet).not.toContain("NO VERDICT");
  });
});
