import {
  closest,
  sloPercents,
  termsFor,
  UsageError,
  type SloTerm,
  type Workload,
} from "@stackbench/model";
import { describeTerm } from "@stackbench/report";
import { readList, readSeconds, type Command } from "@stackbench/terminal";

const example = "--slo='p99<50ms, errors<0.1%', or of one workload or request 'items p99.9<100ms'";

/** What a run asks for: workloads, or requests of one's own, whose names may be found out later. */
export type AskedFor = readonly Workload[] | "requests";

/** What rows at a fixed load are judged by. */
export const sloOption: Command["options"] = {
  slo: {
    value: "terms",
    help: "what each row is to keep at this load, judged over six rounds or more: p50, p90, p95, p99 or p99.9 < a time, errors < a percentage, each with a workload, or a request of requests.http, before it or for all: 'hello p99<10ms, errors<0.1%'; exit code 3 where one is missed, 5 where one is undecided",
  },
};

/**
 * `p99<50ms, items p99.9<100ms, errors<0.1%` as terms. Throws UsageError for what is no term, names no workload of the
 * run, or stands there twice. Of requests any name is taken: `expectRequests` looks at it.
 */
export function readSlo(text: string | undefined, asked: AskedFor): SloTerm[] {
  const terms = readList(text ?? "").map((part) => readTerm(part, asked));
  if (terms.length === 0) {
    throw new UsageError(`--slo: expected terms such as ${example}; got "${text ?? ""}"`);
  }
  const names = terms.map((term) => describeTerm({ ...term, ...unbounded }));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UsageError(
      `--slo: expected each of its figures once, got ${twice.split(" <")[0]} twice`,
    );
  }
  return terms;
}

/** Alike of all terms about the same figure. */
const unbounded = { belowMs: 1, belowShare: 1 };

function readTerm(part: string, asked: AskedFor): SloTerm {
  const match = /^(?:(\S.*?)\s+)?(p[\d.]+|errors)\s*<\s*(\S+)$/.exec(part);
  if (!match) {
    throw new UsageError(
      `--slo: expected [workload or request] p50, p90, p95, p99 or p99.9 < a time, or errors < a percentage, such as ${example}; got "${part}"`,
    );
  }
  const [, name, figure, limit] = match as unknown as [string, string | undefined, string, string];
  const whose = name === undefined ? {} : whoseOf(name, asked);
  if (figure === "errors") return { kind: "errors", ...whose, belowShare: readShare(limit) };
  const percent = sloPercents.find((one) => `p${one}` === figure);
  if (percent === undefined) {
    throw new UsageError(
      `--slo: expected one of ${sloPercents.map((one) => `p${one}`).join(", ")} or errors, got "${figure}"`,
    );
  }
  return { kind: "latency", ...whose, percent, belowMs: readLimitMs(limit) };
}

function whoseOf(name: string, asked: AskedFor): Pick<SloTerm, "workload" | "request"> {
  if (asked === "requests") return { request: name };
  const workload = asked.find((one) => one === name);
  if (workload !== undefined) return { workload };
  throw new UsageError(
    `--slo: expected a workload of the run (${asked.join(", ")}), got "${name}"${closest(name, asked)}`,
  );
}

/** Throws UsageError for a term of a request that is none of these names. */
export function expectRequests(slo: readonly SloTerm[], names: readonly string[]): void {
  for (const { request } of slo) {
    if (request === undefined || names.includes(request)) continue;
    throw new UsageError(
      `--slo: expected a request of the run (${names.join(", ")}), got "${request}"${closest(request, names)}`,
    );
  }
}

/** A time with its unit: without one, 50 could be meant in ms as well as in s. */
function readLimitMs(text: string): number {
  if (!/(ms|s)$/.test(text)) {
    throw new UsageError(
      `--slo: expected a time with its unit such as 50ms or 0.5s, got "${text}"`,
    );
  }
  // To the generator's 0.1 µs, past what a product of decimals leaves.
  const seconds = readSeconds("slo", text, 0, { min: 1e-6, max: 600 });
  return Number((seconds * 1000).toFixed(4));
}

function readShare(text: string): number {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const percent = match ? Number(match[1]) : Number.NaN;
  if (!(percent > 0 && percent <= 100)) {
    throw new UsageError(
      `--slo: expected a percentage above 0% and up to 100% such as 0.1%, got "errors<${text}"`,
    );
  }
  return percent / 100;
}

/** Throws UsageError where a workload has no term: what is searched for each needs one. */
export function requireTerms(slo: readonly SloTerm[], workloads: readonly Workload[]): void {
  const free = workloads.filter((workload) => termsFor(slo, workload).length === 0);
  if (free.length === 0) return;
  throw new UsageError(
    `--slo: expected a term for each workload of the run, got none for ${free.join(", ")}; add one such as '${free[0]} p99<50ms', or leave it out of --workload`,
  );
}
