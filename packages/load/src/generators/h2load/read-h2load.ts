import type {
  LoadCause,
  LoadErrorKind,
  LoadSpec,
  TotalsOfLoad,
  UsedGenerator,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import type { CommandResult } from "../../command-session.ts";
import { onlyRequest } from "../../refuses.ts";

const ticksPerUs = 10;

/** What h2load logs as the status of a stream that ended without one. */
const noStatus = "-1";

/** Understands what `h2loadScript` prints. Throws an Error where a part of it is missing. */
export function readH2load(
  lines: readonly string[],
  spec: LoadSpec,
  generator: UsedGenerator,
): CommandResult {
  const window = /^stackbench-window (\d+) (\d+)$/.exec(
    lines.find((line) => line.startsWith("stackbench-window ")) ?? "",
  );
  if (!window) throw new Error('expected a line "stackbench-window", got none');
  if (!lines.includes("stackbench-complete")) throw new Error("the histogram was cut off");
  const counts = Object.fromEntries(pairs(lines, "stackbench-status"));
  const { [noStatus]: broken = 0, ...statuses } = counts;
  const expected = onlyRequest(spec).expect.status;
  const succeeded = statuses[expected] ?? 0;
  const causes = [
    ...Object.entries(statuses).flatMap(([status, count]): LoadCause[] => {
      if (Number(status) === expected) return [];
      const reason = `expected status ${expected}, got ${status}`;
      return [{ kind: "status", status: Number(status), reason, count }];
    }),
    ...some("reset", broken, "expected an answer, the stream was reset or its connection closed"),
    ...some("timeout", timeouts(lines), `expected an answer within ${spec.timeoutMs} ms`),
  ].toSorted((a, b) => b.count - a.count);
  const serviceTime = new Histogram();
  for (const [took, count] of pairs(lines, "stackbench-latency")) {
    serviceTime.recordMany(Number(took) * ticksPerUs, count);
  }
  if (serviceTime.count !== succeeded) {
    throw new Error(`expected ${succeeded} service times, got ${serviceTime.count}`);
  }
  const load: TotalsOfLoad = {
    kind: "totals",
    generator,
    threads: spec.threads,
    seconds: Number(window[1]) / 1e6,
    succeeded,
    errors: sumsOf(causes),
    causes,
    statuses,
    serviceTime: serviceTime.toData(),
  };
  return { load, succeededInAll: Number(window[2]) };
}

/** `<name> <key> <count>` lines. */
function pairs(lines: readonly string[], name: string): [key: string, count: number][] {
  return lines.flatMap((line) => {
    const match = /^(\S+) (-?\d+) (\d+)$/.exec(line);
    return match?.[1] === name ? [[match[2]!, Number(match[3])] as [string, number]] : [];
  });
}

/** Requests on connections that were silent for too long, of the whole run: they are in no line of the log. */
function timeouts(lines: readonly string[]): number {
  const summary = lines.find((line) => line.startsWith("requests: "));
  const count = /, (\d+) timeout$/.exec(summary ?? "")?.[1];
  if (count === undefined) throw new Error('expected a line "requests: ...", got none');
  return Number(count);
}

function some(kind: LoadErrorKind, count: number, reason: string): LoadCause[] {
  return count > 0 ? [{ kind, reason, count }] : [];
}

function sumsOf(causes: readonly LoadCause[]): TotalsOfLoad["errors"] {
  const sums: TotalsOfLoad["errors"] = {};
  for (const { kind, count } of causes) sums[kind] = (sums[kind] ?? 0) + count;
  return sums;
}
