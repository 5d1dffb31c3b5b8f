import { replicaChange, type MeasuredWindow, type ScalingRecord } from "@stackbench/model";
import { tellSecond } from "@stackbench/report";

/** How many replicas were behind the proxy from one moment to the next, ms from the first edge. */
interface Span {
  fromMs: number;
  toMs: number;
  replicas: number;
}

/** After a change, how long connections take to find the replica, and requests that wait to be answered, ms. */
const settlingMs = 1000;

/** Whole windows, in order. Pure. */
export function spansOf(
  { replicasAtStart, events }: Pick<ScalingRecord, "replicasAtStart" | "events">,
  lengthMs: number,
): Span[] {
  const spans: Span[] = [];
  let fromMs = 0;
  let replicas = replicasAtStart;
  for (const event of events) {
    if (event.kind !== "step" || event.atMs >= lengthMs) continue;
    const change = replicaChange(event.step);
    if (change === 0) continue;
    spans.push({ fromMs, toMs: event.atMs, replicas });
    fromMs = event.atMs;
    replicas += change;
  }
  return [...spans, { fromMs, toMs: lengthMs, replicas }];
}

/** Requests/s while so many replicas were there, by their number: without what follows a change at once. */
export function ratesByReplicas({ load, scaling }: MeasuredWindow): Map<number, number> {
  if (load.kind === "totals" || !scaling) return new Map();
  const { intervalMs, succeeded } = load.series;
  const totals = new Map<number, { answers: number; intervals: number }>();
  for (const { fromMs, toMs, replicas } of spansOf(scaling, load.seconds * 1000)) {
    const settledMs = fromMs === 0 ? 0 : fromMs + settlingMs;
    const first = Math.ceil(settledMs / intervalMs);
    const own = succeeded.slice(first, Math.max(first, Math.floor(toMs / intervalMs)));
    const { answers, intervals } = totals.get(replicas) ?? { answers: 0, intervals: 0 };
    totals.set(replicas, {
      answers: answers + own.reduce((sum, count) => sum + count, 0),
      intervals: intervals + own.length,
    });
  }
  return new Map(
    [...totals]
      // Of less than a second nothing can be said.
      .filter(([, { intervals }]) => intervals * intervalMs >= 1000)
      .map(([replicas, { answers, intervals }]) => [
        replicas,
        answers / ((intervals * intervalMs) / 1000),
      ]),
  );
}

/** One second of a window. */
export interface Second {
  second: number;
  requestsPerSecond: number;
  /** Mean service time of what was answered in it; null where nothing was. */
  meanMs: number | null;
  /** Of those too, and null where too few lie beyond it, or the run is older. */
  p99Ms: number | null;
  maxMs: number | null;
  /** Of what the replicas may use; null where it is not known. */
  cpuShare: number | null;
  replicas: number;
}

/** A window by its whole seconds; empty where the generator tells of no series. */
export function secondsOf({ load, scaling }: MeasuredWindow): Second[] {
  if (load.kind === "totals" || !scaling) return [];
  const { intervalMs, succeeded, serviceMs, times = [] } = load.series;
  const each = Math.round(1000 / intervalMs);
  const spans = spansOf(scaling, load.seconds * 1000);
  return Array.from({ length: Math.floor(load.seconds) }, (_, index) => {
    const sum = (values: readonly number[]): number =>
      values.slice(index * each, (index + 1) * each).reduce((total, value) => total + value, 0);
    const answers = sum(succeeded);
    const endMs = (index + 1) * 1000;
    const told = times[index] && tellSecond(times[index]);
    const reading = scaling.readings.find(({ atMs }) => Math.abs(atMs - endMs) < 500);
    const span = spans.find(({ toMs }) => endMs <= toMs) ?? spans.at(-1)!;
    return {
      second: index + 1,
      requestsPerSecond: answers,
      meanMs: serviceMs && answers > 0 ? Number((sum(serviceMs) / answers).toFixed(2)) : null,
      p99Ms: told?.p99Ms ?? null,
      maxMs: told?.maxMs ?? null,
      cpuShare: reading?.cpuShare ?? null,
      replicas: span.replicas,
    };
  });
}
