import {
  neverAnsweredOf,
  type Caution,
  type CautionKind,
  type MeasuredWindow,
  type SloTerm,
  type Workload,
  type WindowRecord,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

const ticksPerMs = 10_000;

/** What a window of an open loop says of an SLO. */
export type SloVerdict =
  | { said: "keeps" }
  /** `broken`: the terms that it breaks; none where it did not keep up with the rate, or the server died. */
  | { said: "fails"; broken: SloTerm[]; reason: string }
  /** The measurement was at fault. */
  | { said: "void"; reason: string };

/**
 * What makes a window invalid for a comparison and is the server's answer here: requests found no connection free, or no
 * place in the accept queue, because it was too slow.
 */
const ofOverload: ReadonlySet<CautionKind> = new Set<CautionKind>([
  "rate-missed",
  "listen-overflow",
]);

/** What spoils a window by making it slower, and nothing else. */
const slows: ReadonlySet<CautionKind> = new Set<CautionKind>([
  "steal",
  "send-lag",
  "background-load",
  "throttled",
  "listen-overflow",
  "generator-limit",
]);

/** The terms that are about a workload. */
export function termsFor(slo: readonly SloTerm[], workload: Workload): SloTerm[] {
  return slo.filter((term) => (term.workload ?? workload) === workload);
}

/**
 * Judges by `slo`; a server that does not keep up with the rate, or dies, fails whatever the terms. What a machine does to
 * a window only ever adds to its latencies, which count from when requests were due: one that keeps the SLO all the same
 * keeps it, and one that does not says nothing.
 */
export function judgeSlo(slo: readonly SloTerm[], window: WindowRecord): SloVerdict {
  if (window.status === "failed") {
    const { stage, message } = window.failure;
    const isUnderLoad = stage === "window" || stage === "audit";
    return isUnderLoad
      ? { said: "fails", broken: [], reason: message }
      : { said: "void", reason: message };
  }
  if (window.status === "started") return { said: "void", reason: "nothing loaded it" };
  if (window.status === "profiled") return { said: "void", reason: "a profiler was on" };
  if (requestsOf(window) === 0) return { said: "void", reason: "no request was due in the window" };
  const broken = termsFor(slo, window.planned.workload).filter((term) => !keepsTerm(term, window));
  const spoilt = window.cautions.filter(({ severity }) => severity === "invalid");
  if (broken.length === 0 && spoilt.every(({ kind }) => slows.has(kind))) return { said: "keeps" };
  const atFault = window.cautions.filter(isOfMeasurement);
  if (atFault.length > 0) return { said: "void", reason: messagesOf(atFault) };
  return { said: "fails", broken, reason: broken.length > 0 ? "" : messagesOf(spoilt) };
}

function isOfMeasurement({ kind, severity }: Caution): boolean {
  if (severity === "invalid") return !ofOverload.has(kind);
  return severity === "unranked" && (kind === "generator-bound" || kind === "generator-limit");
}

function messagesOf(cautions: readonly Caution[]): string {
  return cautions.map(({ message }) => message).join("; ");
}

/** Due in the window, answered or not. */
function requestsOf({ load }: MeasuredWindow): number {
  return load.kind === "open" ? load.latency.count + neverAnsweredOf(load) : 0;
}

/** Failed and unanswered requests as a share of all that were due. */
export function lostShareOf(window: MeasuredWindow): number {
  const asked = requestsOf(window);
  return asked === 0 ? 0 : neverAnsweredOf(window.load) / asked;
}

/**
 * A percentile lies below its limit when no more than the rest of all requests reach it, and lost ones do. So it is told
 * of windows too small for a percentile to be published: from `fewestFor` requests on it means something.
 */
function keepsTerm(term: SloTerm, window: MeasuredWindow): boolean {
  if (term.kind === "errors") return lostShareOf(window) < term.belowShare;
  const asked = requestsOf(window);
  const allowed = Math.floor(asked * (1 - term.percent / 100) + 1e-9 * asked);
  return reachingOf(window, term.belowMs) <= allowed;
}

/** Requests that took `ms` or longer from their intended start, lost ones with them. */
function reachingOf({ load }: MeasuredWindow, ms: number): number {
  if (load.kind !== "open") return 0;
  return Histogram.fromData(load.latency).countFrom(ms * ticksPerMs) + neverAnsweredOf(load);
}

/**
 * How many requests a window needs for its verdict on a term to mean something: where none of 3 / p break it, less than p
 * of all do, with 95 % confidence ("rule of three", J. A. Hanley and A. Lippman-Hand, JAMA 249 (1983)).
 */
function fewestFor(term: SloTerm): number {
  const share = term.kind === "errors" ? term.belowShare : 1 - term.percent / 100;
  return Math.ceil(3 / share - 1e-6);
}

/** The requests that a window lacks for its strictest term; 0 where it has enough. */
export function lackingRequests(slo: readonly SloTerm[], window: MeasuredWindow): number {
  const needed = termsFor(slo, window.planned.workload).map(fewestFor);
  return Math.max(0, Math.max(0, ...needed) - requestsOf(window));
}
