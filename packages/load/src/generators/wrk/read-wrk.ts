import {
  StackFailure,
  type UsedGenerator,
  type LoadErrorKind,
  type LoadSpec,
  type TotalsOfLoad,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { expectedIntervalUs, removeInvented } from "./remove-invented.ts";

const ticksPerUs = 10;

/** Understands what `wrkScript` prints. Throws StackFailure where it took interim answers for
 * answers, an Error where totals and histogram contradict each other otherwise. */
export function readWrk(
  lines: readonly string[],
  spec: LoadSpec,
  generator: UsedGenerator,
): TotalsOfLoad {
  const total = lines.find((line) => line.startsWith("stackbench-total "));
  const totals = total?.split(" ").slice(1).map(Number) ?? [];
  if (totals.length !== 7 || totals.some((value) => !Number.isFinite(value))) {
    throw new Error(`expected a line of seven totals, got ${total ?? "none"}`);
  }
  if (!lines.includes("stackbench-complete")) throw new Error("the histogram was cut off");
  const [durationUs, complete, connect, read, write, status, late] = totals as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const errors: Partial<Record<LoadErrorKind, number>> = {};
  const add = (kind: LoadErrorKind, count: number) => {
    if (count > 0) errors[kind] = (errors[kind] ?? 0) + count;
  };
  add("connect", connect);
  add("reset", read + write);
  add("status", status);
  // It counts an answer that came too late as complete as well, and keeps no sample of it.
  add("timeout", late);
  const samples = measuredSamples(lines, spec, { durationUs, complete, late });
  return {
    kind: "totals",
    generator,
    threads: spec.threads,
    seconds: durationUs / 1e6,
    succeeded: Math.max(0, complete - status - late),
    errors,
    causes: [],
    // With wrong answers among the samples they are not those of successes.
    ...(status === 0 ? { serviceTime: samples.toData() } : {}),
  };
}

function measuredSamples(
  lines: readonly string[],
  spec: LoadSpec,
  total: { durationUs: number; complete: number; late: number },
): Histogram {
  const corrected = new Map<number, number>();
  for (const line of lines) {
    const match = /^stackbench-latency (\d+) (\d+)$/.exec(line);
    if (match) corrected.set(Number(match[1]), Number(match[2]));
  }
  const intervalUs = expectedIntervalUs(total.durationUs, total.complete, spec.level.connections);
  const measured = intervalUs === undefined ? corrected : removeInvented(corrected, intervalUs);
  const histogram = new Histogram();
  for (const [valueUs, count] of measured) histogram.recordMany(valueUs * ticksPerUs, count);
  const expected = total.complete - total.late;
  // It times the answer itself alone: a tenth of missing times is no rounding.
  if (histogram.count < 0.9 * expected) {
    throw new StackFailure(
      "window",
      `wrk counted ${expected} answers and timed ${histogram.count}: it takes interim answers (1xx) for answers, and cannot measure a server that sends them; use --generator=stackbench`,
    );
  }
  if (histogram.count !== expected) {
    throw new Error(
      `expected ${expected} samples without the invented ones, got ${histogram.count}`,
    );
  }
  return histogram;
}
