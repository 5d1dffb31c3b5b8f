import type { ComparedCase } from "../compare/cases.ts";
import { comparisonRules } from "../comparison-rules.ts";
import type { RunComparison } from "../compare/runs.ts";
import { describeDisturbances } from "./disturbance.ts";
import { describeCompared, levelName } from "./group.ts";

/** `20261128-… (2026-11-28 00:33 UTC, stackbench 93ba1d8…)`. */
export function describeSide({ runId, startedAt, harnessCommit }: RunComparison["base"]): string {
  const commit = harnessCommit === null ? "" : `, stackbench ${harnessCommit.slice(0, 10)}`;
  return `${runId} (${startedAt.slice(0, 16).replace("T", " ")} UTC${commit})`;
}

/** More names than these stand in the table alone. */
const mostNamed = 3;

/** The answer: `Of 5 cases 1 got slower (a:bare), 2 got faster (b:bare, c:bare), 2 are ties.` */
export function describeChanges(cases: readonly ComparedCase[]): string {
  const count = ({ length }: readonly ComparedCase[], many: string, one = many): string =>
    `${length} ${length === 1 ? one : many}`;
  const of = (verdict: ComparedCase["verdict"]): ComparedCase[] =>
    cases.filter((compared) => compared.verdict === verdict);
  const [slower, faster, ties, open] = [of("slower"), of("faster"), of("tie"), of("unresolved")];
  const parts = [
    slower.length > 0 && `${count(slower, "got slower")}${namesOf(slower, cases)}`,
    faster.length > 0 && `${count(faster, "got faster")}${namesOf(faster, cases)}`,
    ties.length > 0 && count(ties, "are ties", "is a tie"),
    open.length > 0 && count(open, "are unresolved", "is unresolved"),
  ].filter((part) => part !== false);
  if (parts.length === 0) return "The runs have no case in common.";
  return `Of ${count(cases, "cases", "case")} ${parts.join(", ")}.`;
}

function namesOf(some: readonly ComparedCase[], all: readonly ComparedCase[]): string {
  if (some.length > mostNamed) return "";
  const isOneGroup =
    new Set(all.map(({ workload, level }) => JSON.stringify([workload, level]))).size === 1;
  const names = some.map(({ name, asked, level }) =>
    isOneGroup ? name : `${name} in ${asked} at ${levelName(level)}`,
  );
  return ` (${names.join(", ")})`;
}

/** What forbids to compare two runs that were compared all the same; undefined where nothing does. */
export function describeRefusals({ refusals }: RunComparison): string | undefined {
  return refusals.length === 0 ? undefined : `NOT COMPARABLE, forced: ${refusals.join("; ")}.`;
}

/** How two runs were compared, what disturbed it, and what only one of them has. */
export function describeRuns(comparison: RunComparison): string[] {
  const { pairing, cases, onlyInBase, onlyInHead } = comparison;
  const how =
    pairing === "paired"
      ? "The rounds of both were interleaved: equal rounds are compared with each other."
      : `These runs were held at different times: the changes hold what the machine did in between as well, so that only what lies beyond ±${comparisonRules.calledBetweenRuns * 100} % is called. For a change of code use pnpm bench ab, which interleaves both in the same rounds.`;
  return [
    how,
    ...describeDisturbances(cases),
    ...missing("base", onlyInBase),
    ...missing("head", onlyInHead),
  ];
}

function missing(side: "base" | "head", caseIds: readonly string[]): string[] {
  if (caseIds.length === 0) return [];
  const shown = caseIds.slice(0, 5).join(", ");
  const more = caseIds.length > 5 ? ` and ${caseIds.length - 5} more` : "";
  return [`Only in the ${side}: ${shown}${more}.`];
}

/** `hello · 64 connections, closed loop · requests/s`. */
export function titleOf([first]: readonly ComparedCase[]): string {
  const { asked, level, figure } = first!;
  const unit = figure.kind === "latency" ? ", ms" : "";
  return `${asked} · ${levelName(level)}, ${level.loop} loop · ${describeCompared(figure)}${unit}`;
}

/** How to read the columns. */
export function describeColumns(cases: readonly ComparedCase[]): string {
  const isLatency = cases.some(({ figure }) => figure.kind === "latency");
  // Where rounds were not common, two runs were held at different times.
  const areApart = cases.some(({ change }) => change?.commonRounds === null);
  const margin = `${comparisonRules.margin * 100} %`;
  const apart = `${comparisonRules.calledBetweenRuns * 100} %`;
  return [
    ...(areApart
      ? [
          "change: head against base; interval: of what the rounds tell, without what the machine did between both runs.",
          `faster, slower: the rounds differ (at most 5 % chance of one that only seem to in the whole table) by more than ${apart} at the best estimate; tie: by no more than ${margin} (the same chance), so that a true change of more than ${apart} is unlikely; unresolved: neither, pnpm bench ab would tell.`,
        ]
      : [
          "change: head against base, round by round; interval: at least 95 %, whenever the run stopped.",
          `faster, slower: proven to differ (at most 5 % chance of one false verdict in the whole table) and beyond ${margin} at the best estimate; tie: proven within ±${margin} (the same chance); unresolved: neither, more rounds would tell.`,
        ]),
    ...(isLatency ? ["In an open loop latency is compared, and less of it is faster."] : []),
    ...(cases.some(({ disturbance }) => disturbance)
      ? [
          "others: percent of the server's, then of the generator's CPU time that other programs took, base→head; steal: percent of the time of the CPU that other guests took most from.",
        ]
      : []),
    "CPU: time of app and proxy for each request, on both sides (µs/req) and its change.",
  ].join(" ");
}
