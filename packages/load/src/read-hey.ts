import type { GeneratorTraits, LoadErrorKind, LoadResult, LoadSpec } from "@stackbench/model";
import { onlyRequest } from "./refuses-mix.ts";

/** hey remembers the status of so many answers only (`maxRes` in its requester/report.go). */
const rememberedAnswers = 1_000_000;

/** Understands hey's summary. Throws an Error where a part of it is missing. */
export function readHey(
  lines: readonly string[],
  spec: LoadSpec,
  traits: GeneratorTraits,
): LoadResult {
  const seconds = figure(lines, /^\s*Total:\s+([\d.]+) secs$/, "Total");
  const rate = figure(lines, /^\s*Requests\/sec:\s+([\d.]+)$/, "Requests/sec");
  const statuses: Record<string, number> = {};
  const errors: Partial<Record<LoadErrorKind, number>> = {};
  let failed = 0;
  for (const line of lines) {
    const status = /^\s*\[(\d+)\]\s+(\d+) responses$/.exec(line);
    const error = status ? null : /^\s*\[(\d+)\]\s+(.+)$/.exec(line);
    if (status) statuses[status[1]!] = Number(status[2]);
    if (!error) continue;
    const kind = kindOf(error[2]!);
    errors[kind] = (errors[kind] ?? 0) + Number(error[1]);
    failed += Number(error[1]);
  }
  const remembered = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const right = statuses[onlyRequest(spec).expect.status] ?? 0;
  if (remembered < rememberedAnswers) {
    if (remembered > right) errors.status = remembered - right;
    return {
      generator: traits,
      threads: spec.threads,
      seconds,
      succeeded: right,
      errors,
      statuses,
    };
  }
  // Beyond its memory only the rate still counts all: the statuses are a sample, of the first million.
  if (remembered > right) {
    throw new Error(
      `expected one status among the first million answers, got ${remembered - right} others`,
    );
  }
  const succeeded = Math.round(rate * seconds) - failed;
  return { generator: traits, threads: spec.threads, seconds, succeeded, errors };
}

function figure(lines: readonly string[], pattern: RegExp, name: string): number {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return Number(match[1]);
  }
  throw new Error(`expected a line "${name}", got none`);
}

/** Go's error texts. */
function kindOf(text: string): LoadErrorKind {
  if (/Client\.Timeout|deadline exceeded|i\/o timeout/i.test(text)) return "timeout";
  if (/dial tcp/i.test(text)) return "connect";
  if (/connection reset|broken pipe/i.test(text)) return "reset";
  if (/EOF|server closed/i.test(text)) return "closed";
  return "protocol";
}
