import {
  mergeCauses,
  type UsedGenerator,
  type LoadCause,
  type LoadErrorKind,
  type LoadSpec,
  type TotalsOfLoad,
} from "@stackbench/model";
import { isOwnLimit } from "../../own-limits.ts";
import { onlyRequest } from "../../refuses.ts";

/** hey remembers the status of so many answers only (`maxRes` in its requester/report.go). */
const rememberedAnswers = 1_000_000;

/** Understands hey's summary. Throws an Error where a part of it is missing. */
export function readHey(
  lines: readonly string[],
  spec: LoadSpec,
  generator: UsedGenerator,
): TotalsOfLoad {
  const seconds = figure(lines, /^\s*Total:\s+([\d.]+) secs$/, "Total");
  const rate = figure(lines, /^\s*Requests\/sec:\s+([\d.]+)$/, "Requests/sec");
  const statuses: Record<string, number> = {};
  const errors: Partial<Record<LoadErrorKind, number>> = {};
  const causes: LoadCause[] = [];
  let failed = 0;
  for (const line of lines) {
    const status = /^\s*\[(\d+)\]\s+(\d+) responses$/.exec(line);
    const error = status ? null : /^\s*\[(\d+)\]\s+(.+)$/.exec(line);
    if (status) statuses[status[1]!] = Number(status[2]);
    if (!error) continue;
    const count = Number(error[1]);
    const cause = causeOf(error[2]!, count);
    causes.push(cause);
    errors[cause.kind] = (errors[cause.kind] ?? 0) + count;
    failed += count;
  }
  const remembered = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const expected = onlyRequest(spec).expect.status;
  const right = statuses[expected] ?? 0;
  if (remembered < rememberedAnswers) {
    if (remembered > right) errors.status = remembered - right;
    for (const [status, count] of Object.entries(statuses)) {
      if (Number(status) === expected) continue;
      const reason = `expected status ${expected}, got ${status}`;
      causes.push({ kind: "status", status: Number(status), reason, count });
    }
    return {
      kind: "totals",
      generator,
      threads: spec.threads,
      seconds,
      succeeded: right,
      errors,
      causes: mergeCauses([causes]),
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
  return {
    kind: "totals",
    generator,
    threads: spec.threads,
    seconds,
    succeeded,
    errors,
    causes: mergeCauses([causes]),
  };
}

function figure(lines: readonly string[], pattern: RegExp, name: string): number {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return Number(match[1]);
  }
  throw new Error(`expected a line "${name}", got none`);
}

/** What Go says of an error, as far as it is told at length: addresses of its own side differ each time. */
const longestReason = 200;

function causeOf(text: string, count: number): LoadCause {
  const reason = text
    .replace(/^\w+ "[^"]*": /, "")
    .replaceAll(/[\d.[\]:a-f]+:\d+->/g, "")
    .slice(0, longestReason);
  const code = codes.find(([pattern]) => pattern.test(text))?.[1];
  const kind = code !== undefined && isOwnLimit(code) ? "generator-limit" : kindOf(text);
  return { kind, ...(code !== undefined && { code }), reason, count };
}

/** Go's words for the system's errors. */
const codes: readonly (readonly [RegExp, string])[] = [
  [/too many open files in system/i, "ENFILE"],
  [/too many open files/i, "EMFILE"],
  [/cannot assign requested address/i, "EADDRNOTAVAIL"],
  [/no buffer space available/i, "ENOBUFS"],
  [/connection refused/i, "ECONNREFUSED"],
  [/connection reset/i, "ECONNRESET"],
  [/broken pipe/i, "EPIPE"],
];

/** Go's error texts. */
function kindOf(text: string): LoadErrorKind {
  if (/Client\.Timeout|deadline exceeded|i\/o timeout/i.test(text)) return "timeout";
  if (/dial tcp/i.test(text)) return "connect";
  if (/connection reset|broken pipe/i.test(text)) return "reset";
  if (/EOF|server closed/i.test(text)) return "closed";
  return "protocol";
}
