import {
  isGivenUp,
  neverAnsweredOf,
  termsFor,
  throughputOf,
  type LoadLevel,
  type MeasuredWindow,
  type RunRecord,
  type sloPercents,
  type SloTerm,
  type WindowRecord,
  type Workload,
} from "@stackbench/model";
import {
  judgeSlo,
  lackingRequests,
  lostShareOf,
  standingsOf,
  type SearchStanding,
  type SloVerdict,
} from "@stackbench/plan";
import { answeredPercentileMs } from "@stackbench/statistics";

/** A percentile of a window, ms: "unanswered" where it falls among lost requests, null where too few lie beyond it. */
type ProbedPercentile = number | "unanswered" | null;

/** One window of a search. */
export interface Probe {
  round: number;
  /** Offered, requests/s. */
  ratePerSecond: number;
  /** Right answers, requests/s; null where the window failed. */
  achievedPerSecond: number | null;
  /** By percent; null where the window failed. */
  latencyMs: Record<(typeof sloPercents)[number], ProbedPercentile> | null;
  /** Failed and unanswered requests as a share of all that were due; null where the window failed. */
  lostShare: number | null;
  /** Requests that the window lacks for its verdict to mean something; 0 where it has enough. */
  lacking: number;
  verdict: SloVerdict;
}

type Answer =
  /** The variant does not come up or answers wrongly: at once, or after it had kept the SLO at one rate or not at another. */
  | {
      kind: "failed";
      reason: string;
      keepsPerSecond: number | null;
      failsPerSecond: number | null;
    }
  /** The search was broken off, or had no rounds left: between which rates it stands. */
  | { kind: "open"; keepsPerSecond: number | null; failsPerSecond: number | null }
  /** `keepsPerSecond` is the capacity; null where even the lowest rate fails. `failsPerSecond`: null where the highest keeps. */
  | {
      kind: "found";
      keepsPerSecond: number | null;
      failsPerSecond: number | null;
      /** Both ends by two of three windows. */
      confirmed: boolean;
    };

/** What the search said of one variant and workload. */
export interface Capacity {
  /** `stack:variant`. */
  variant: string;
  workload: Workload;
  /** The terms that are about the workload. */
  slo: SloTerm[];
  /** What was searched, requests/s. */
  lowestPerSecond: number;
  highestPerSecond: number;
  answer: Answer;
  /** By rising rate, then in order of time. */
  probes: Probe[];
}

/** Every capacity of a run, in the order of its variants. */
export function capacitiesOf({ plan, windows }: RunRecord): Capacity[] {
  const { experiment } = plan;
  const { search } = experiment;
  if (search === undefined) return [];
  return standingsOf(experiment, search, windows).map((standing) => {
    const { variant, workload, levels } = standing;
    const own = windows.filter((one) => one.variant === variant);
    const probes = own
      .filter(({ planned }) => planned.workload === workload)
      .map((window) => probeOf(window, search.slo));
    return {
      variant,
      workload,
      slo: termsFor(search.slo, workload),
      lowestPerSecond: rateOf(levels[0]!),
      highestPerSecond: rateOf(levels.at(-1)!),
      answer: answerOf(standing, probes, own),
      probes: probes.toSorted((a, b) => a.ratePerSecond - b.ratePerSecond || a.round - b.round),
    };
  });
}

function answerOf(
  { levels, step }: SearchStanding,
  probes: readonly Probe[],
  own: readonly WindowRecord[],
): Answer {
  if (step.type === "given-up") {
    const last = own.findLast((window) => window.status === "failed" && isGivenUp([window]));
    const reason = last?.status === "failed" ? last.failure.message : "";
    return { kind: "failed", reason, ...knownOf(probes) };
  }
  if (step.type === "ask") return { kind: "open", ...knownOf(probes) };
  const { keeps, fails } = step.bracket;
  return {
    kind: "found",
    keepsPerSecond: keeps === null ? null : rateOf(levels[keeps]!),
    failsPerSecond: fails === null ? null : rateOf(levels[fails]!),
    confirmed: step.confirmed,
  };
}

/** Between which rates a search stands. */
function knownOf(
  probes: readonly Probe[],
): Record<"keepsPerSecond" | "failsPerSecond", number | null> {
  const rates = (said: SloVerdict["said"]): number[] =>
    probes.filter(({ verdict }) => verdict.said === said).map((probe) => probe.ratePerSecond);
  const [kept, failed] = [rates("keeps"), rates("fails")];
  return {
    keepsPerSecond: kept.length === 0 ? null : Math.max(...kept),
    failsPerSecond: failed.length === 0 ? null : Math.min(...failed),
  };
}

function probeOf(window: WindowRecord, slo: readonly SloTerm[]): Probe {
  const { round, planned } = window;
  const verdict = judgeSlo(slo, window);
  const told = { round, ratePerSecond: rateOf(planned.level), verdict };
  if (window.status !== "measured") {
    return { ...told, achievedPerSecond: null, latencyMs: null, lostShare: null, lacking: 0 };
  }
  return {
    ...told,
    achievedPerSecond: throughputOf(window.load),
    latencyMs: percentilesOf(window),
    lostShare: lostShareOf(window),
    lacking: lackingRequests(slo, window),
  };
}

function percentilesOf({ load }: MeasuredWindow): Probe["latencyMs"] {
  const times = load.kind === "open" ? load.latency : undefined;
  const at = (percent: number): ProbedPercentile =>
    answeredPercentileMs(times, percent, neverAnsweredOf(load));
  return { 50: at(50), 90: at(90), 95: at(95), 99: at(99), 99.9: at(99.9) };
}

function rateOf(level: LoadLevel): number {
  return level.loop === "open" ? level.ratePerSecond : 0;
}
