import {
  faultsMeasurement,
  fewestRequestsFor,
  isKeptAt,
  neverAnsweredOf,
  onlySlows,
  termsFor,
  type Caution,
  type MeasuredWindow,
  type SloTerm,
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
  if (broken.length === 0 && spoilt.every(onlySlows)) return { said: "keeps" };
  const atFault = window.cautions.filter(faultsMeasurement);
  if (atFault.length > 0) return { said: "void", reason: messagesOf(atFault) };
  return { said: "fails", broken, reason: broken.length > 0 ? "" : messagesOf(spoilt) };
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
 * of windows too small for a percentile to be published: from `fewestRequestsFor` on it means something.
 */
function keepsTerm(term: SloTerm, window: MeasuredWindow): boolean {
  const beyond =
    term.kind === "errors"
      ? lostShareOf(window)
      : reachingOf(window, term.belowMs) / requestsOf(window);
  return isKeptAt(term, beyond);
}

/** Requests that took `ms` or longer from their intended start, lost ones with them. */
function reachingOf({ load }: MeasuredWindow, ms: number): number {
  if (load.kind !== "open") return 0;
  return Histogram.fromData(load.latency).countFrom(ms * ticksPerMs) + neverAnsweredOf(load);
}

/** The requests that a window lacks for its strictest term; 0 where it has enough. */
export function lackingRequests(slo: readonly SloTerm[], window: MeasuredWindow): number {
  const needed = termsFor(slo, window.planned.workload).map((term) => fewestRequestsFor(term));
  return Math.max(0, Math.max(0, ...needed) - requestsOf(window));
}
