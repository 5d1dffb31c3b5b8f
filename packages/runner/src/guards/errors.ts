import {
  counted,
  describeCause,
  describeErrors,
  errorShareOf,
  type LoadCause,
  type LoadErrorKind,
  type LoadResult,
} from "@stackbench/model";
import { isMisread } from "./misread.ts";
import { askedIn, percent, type Guard } from "./judged-window.ts";

/** A server that loses more of its requests than this is shown and not ranked. */
const unrankedAbove = 0.05;

/**
 * Requests that a server lost or answered wrongly: a property of the server like its speed, and no fault of the
 * measurement, so that the window counts. What is told by guards of its own is not among them.
 */
export const errors: Guard = ({ load }) => {
  const lost = without(load, isRateLimited);
  const share = errorShareOf(lost);
  if (share === 0 || isMisread(load)) return undefined;
  return {
    kind: "errors",
    ...weigh(share, `loses ${percent(share)} of its requests`, describeErrors(lost)),
  };
};

/** A server, or a proxy before it, that answers only so often (RFC 6585, section 4). */
export const rateLimited: Guard = ({ load }) => {
  const limited = load.causes.filter(isRateLimited);
  if (limited.length === 0) return undefined;
  const count = limited.reduce((sum, cause) => sum + cause.count, 0);
  const share = errorShareOf({ succeeded: load.succeeded, errors: { status: count } });
  const found = `limits how often it is asked: ${percent(share)} of its answers were 429`;
  return { kind: "rate-limited", ...weigh(share, found, limited.map(describeCause).join("; ")) };
};

/** What the generator lacked: nothing is known of how the server would have answered. */
export const generatorLimit: Guard = ({ load }) => {
  const count = load.errors["generator-limit"];
  if (count === undefined) return undefined;
  const own = load.causes.filter(({ kind }) => kind === "generator-limit");
  const why = own.map(describeCause).join("; ");
  return {
    kind: "generator-limit",
    severity: "invalid",
    message: `the generator met a limit of its own ${count} times${why === "" ? "" : `: ${why}`}`,
  };
};

/** Connections that a server closes without saying so before, as far as requests met it. */
export const askedAnew: Guard = ({ load }) => {
  if (load.kind === "totals" || !load.askedAnew) return undefined;
  const { requests, fewestAnswers, mostAnswers } = load.askedAnew;
  const range = fewestAnswers === mostAnswers ? "" : `${fewestAnswers} to `;
  const answers = `${range}${counted(mostAnswers, "answer")}`;
  const share = requests / Math.max(requests, askedIn(load));
  return {
    kind: "asked-anew",
    severity: "note",
    message: `closes connections unannounced after ${answers}: ${requests} requests (${percent(share)}) were asked anew on a new one`,
  };
};

function isRateLimited({ kind, status }: LoadCause): boolean {
  return kind === "status" && status === 429;
}

function weigh(share: number, found: string, why: string) {
  const unranked = share > unrankedAbove;
  const limit = unranked
    ? `, more than the ${percent(unrankedAbove)} up to which it is ranked`
    : "";
  const severity: "unranked" | "note" = unranked ? "unranked" : "note";
  return { severity, message: `${found}${limit}: ${why}` };
}

/** The server's errors without those of some causes, and without those that the generator could not send. */
function without(
  { succeeded, errors: counts, causes }: LoadResult,
  isLeftOut: (cause: LoadCause) => boolean,
): Pick<LoadResult, "succeeded" | "errors" | "causes"> {
  const { "generator-limit": _, ...left } = counts;
  for (const { kind, count } of causes.filter(isLeftOut)) {
    subtract(left, kind, count);
  }
  return { succeeded, errors: left, causes: causes.filter((cause) => !isLeftOut(cause)) };
}

function subtract(counts: LoadResult["errors"], kind: LoadErrorKind, count: number): void {
  const rest = (counts[kind] ?? 0) - count;
  if (rest > 0) counts[kind] = rest;
  else delete counts[kind];
}
