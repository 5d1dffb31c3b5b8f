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

const example = "--slo='p99<50ms, errors<0.1%', or of one workload 'items p99.9<100ms'";

/** What rows at a fixed load are judged by. */
export const sloOption: Command["options"] = {
  slo: {
    value: "terms",
    help: "what each row is to keep at this load, judged over six rounds or more: p50, p90, p95, p99 or p99.9 < a time, errors < a percentage, each with a workload before it or for all: 'hello p99<10ms, errors<0.1%'; exit code 3 where one is missed, 5 where one is undecided",
  },
};

/**
 * `p99<50ms, items p99.9<100ms, errors<0.1%` as terms. Throws UsageError for what is no term, names no workload of the
 * run, or stands there twice.
 */
export function readSlo(text: string | undefined, workloads: readonly Workload[]): SloTerm[] {
  const terms = readList(text ?? "").map((part) => readTerm(part, workloads));
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

function readTerm(part: string, workloads: readonly Workload[]): SloTerm {
  const match = /^(?:(\S+)\s+)?(p[\d.]+|errors)\s*<\s*(\S+)$/.exec(part);
  if (!match) {
    throw new UsageError(
      `--slo: expected [workload] p50, p90, p95, p99 or p99.9 < a time, or errors < a percentage, such as ${example}; got "${part}"`,
    );
  }
  const [, name, figure, limit] = match as unknown as [string, string | undefined, string, string];
  const workload = name === undefined ? {} : { workload: workloadOf(name, workloads) };
  if (figure === "errors") return { kind: "errors", ...workload, belowShare: readShare(limit) };
  const percent = sloPercents.find((one) => `p${one}` === figure);
  if (percent === undefined) {
    throw new UsageError(
      `--slo: expected one of ${sloPercents.map((one) => `p${one}`).join(", ")} or errors, got "${figure}"`,
    );
  }
  return { kind: "latency", ...workload, percent, belowMs: readLimitMs(limit) };
}

function workloadOf(name: string, workloads: readonly Workload[]): Workload {
  const found = workloads.find((workload) => workload === name);
  if (found !== undefined) return found;
  throw new UsageError(
    `--slo: expected a workload of the run (${workloads.join(", ")}), got "${name}"${closest(name, workloads)}`,
  );
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
