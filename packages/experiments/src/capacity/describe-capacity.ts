import { describeTerm, milliseconds, percent, perSecond } from "@stackbench/report";
import type { SloTerm } from "@stackbench/model";
import type { Capacity, Probe } from "./capacities.ts";

/**
 * The answer in one sentence: `fastify:bare serves 41,200 requests/s of hello within p99 < 50 ms; at 42,430 it does not:
 * p99 131 ms`.
 */
export function describeCapacity(capacity: Capacity): string {
  return `${sentence(capacity)}.${doubts(capacity)}`;
}

function sentence(capacity: Capacity): string {
  const { variant, workload, answer, lowestPerSecond, highestPerSecond } = capacity;
  const within = capacity.slo.map(describeTerm).join(" and ");
  switch (answer.kind) {
    case "failed": {
      const known = knownText(answer);
      return known === ""
        ? `${variant} has no capacity for ${workload}, for it does not serve: ${answer.reason}`
        : `The search for what ${variant} serves of ${workload} within ${within} was given up (${known}), for it no longer came up or answered wrongly: ${answer.reason}`;
    }
    case "open":
      return `The search for what ${variant} serves of ${workload} within ${within} has not ended: ${knownText(answer) || "nothing is known yet"}`;
    case "found": {
      const { keepsPerSecond, failsPerSecond } = answer;
      if (keepsPerSecond === null) {
        return `${variant} does not serve even ${perSecond(lowestPerSecond)} requests/s of ${workload}, the lowest rate that was asked, within ${within}${howItFails(capacity, lowestPerSecond)}`;
      }
      if (failsPerSecond === null) {
        return `${variant} serves ${perSecond(keepsPerSecond)} requests/s of ${workload} within ${within}, the highest rate that was asked, and may serve more: go on beyond (--rates=${Math.floor(highestPerSecond)}..${Math.ceil(highestPerSecond * 4)})`;
      }
      return `${variant} serves ${perSecond(keepsPerSecond)} requests/s of ${workload} within ${within}; at ${perSecond(failsPerSecond)} it does not${howItFails(capacity, failsPerSecond)}`;
    }
  }
}

/** `500 requests/s kept it, 800 did not`; empty where nothing is known. */
function knownText({
  keepsPerSecond,
  failsPerSecond,
}: Pick<
  Extract<Capacity["answer"], { kind: "open" }>,
  "keepsPerSecond" | "failsPerSecond"
>): string {
  return [
    ...(keepsPerSecond === null ? [] : [`${perSecond(keepsPerSecond)} requests/s kept it`]),
    ...(failsPerSecond === null ? [] : [`${perSecond(failsPerSecond)} did not`]),
  ].join(", ");
}

/** `: p99 131 ms`, from the first window at that rate that broke a term. */
function howItFails({ probes }: Capacity, ratePerSecond: number): string {
  const own = probes.filter((probe) => probe.ratePerSecond === ratePerSecond);
  const failing = own.find(({ verdict }) => verdict.said === "fails");
  if (failing?.verdict.said === "fails") return `: ${whyItFails(failing)}`;
  const last = own.findLast(({ verdict }) => verdict.said === "void");
  if (last?.verdict.said !== "void") return "";
  return `, as far as is known, for it could not be measured there: ${last.verdict.reason}`;
}

/** `p99 131 ms`, `errors 2.3 %`, or why the rate was not kept. */
export function whyItFails(probe: Probe): string {
  if (probe.verdict.said !== "fails") return "";
  const { broken, reason } = probe.verdict;
  return broken.length === 0 ? reason : broken.map((term) => brokenText(term, probe)).join(", ");
}

function brokenText(term: SloTerm, probe: Probe): string {
  if (term.kind === "errors") return `errors ${percent(probe.lostShare ?? 1)} %`;
  const value = probe.latencyMs?.[term.percent];
  const name = `p${term.percent}`;
  if (value === "unanswered") return `${name} never answered`;
  if (value === undefined || value === null || value < term.belowMs) {
    return `${name} not below ${term.belowMs} ms`;
  }
  return `${name} ${milliseconds(value)} ms`;
}

/** What a reader must know before he believes it. */
function doubts({ answer, probes }: Capacity): string {
  const atFound = probes.filter(
    ({ ratePerSecond }) => answer.kind === "found" && ratePerSecond === answer.keepsPerSecond,
  );
  const lacking = Math.max(0, ...atFound.map((probe) => probe.lacking));
  return [
    answer.kind === "found" && !answer.confirmed
      ? " Not confirmed by two of three windows: too many gave nothing."
      : "",
    lacking > 0
      ? ` Its windows are short for such a limit: ${lacking.toLocaleString("en")} requests too few; take a longer --duration.`
      : "",
  ].join("");
}
