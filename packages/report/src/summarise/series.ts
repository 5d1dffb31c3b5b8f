import {
  serviceNames,
  type ClosedLoad,
  type HistogramData,
  type MeasuredWindow,
  type OpenLoad,
  type ScalingRecord,
  type ServiceName,
  type ServiceUse,
} from "@stackbench/model";
import { tellSecond, type SecondTimes } from "./second-times.ts";

/** Seconds from the window's first edge, negative before it; both the same for what was read at a moment. */
interface Point {
  from: number;
  to: number;
  value: number;
}

/** What of a window was seen in time. Units stand in the names. */
export interface WindowSeries {
  name:
    | "throughput_per_second"
    | "service_time_mean_ms"
    | `${"service_time" | "latency"}_${"p50" | "p90" | "p99" | "max"}_ms`
    | "warmup_throughput_per_second"
    | "processes"
    | "memory_bytes"
    | "cpu_share"
    | "replicas";
  service?: ServiceName;
  /** A process group, or `pid <n>`; absent for the service as a whole. */
  part?: string;
  points: Point[];
}

/** Every series of a window that has a point; those of the load by whole seconds, the last one cut at the window's end. */
export function seriesOf({ load, use, scaling }: MeasuredWindow): WindowSeries[] {
  const all = [
    ...(load.kind === "totals" ? [] : loadSeries(load)),
    ...serviceNames.flatMap((service) => serviceSeries(service, use.services[service])),
    ...(scaling ? scalingSeries(scaling) : []),
  ];
  return all.filter(({ points }) => points.length > 0);
}

function loadSeries({ kind, series, seconds, warmUp }: ClosedLoad | OpenLoad): WindowSeries[] {
  const { intervalMs, succeeded, serviceMs = [], times = [] } = series;
  const answers = perSecond(succeeded, intervalMs, { from: 0, to: seconds });
  const sums = perSecond(serviceMs, intervalMs, { from: 0, to: seconds });
  const before = perSecond(warmUp.series.succeeded, warmUp.series.intervalMs, {
    from: -warmUp.seconds,
    to: 0,
  });
  return [
    { name: "warmup_throughput_per_second", points: before.map(rateOf) },
    { name: "throughput_per_second", points: answers.map(rateOf) },
    {
      name: "service_time_mean_ms",
      points: sums.flatMap((point, index) => {
        const count = answers[index]?.value ?? 0;
        return count > 0 ? [{ ...point, value: point.value / count }] : [];
      }),
    },
    ...timeSeries(kind === "open" ? "latency" : "service_time", times, seconds),
  ];
}

const toldPercents = [50, 90, 99] as const;

/** Percentiles of each second that has enough answers for them, and its longest time. */
function timeSeries(
  name: "service_time" | "latency",
  times: readonly HistogramData[],
  seconds: number,
): WindowSeries[] {
  const tells = times.map(tellSecond);
  const points = (of: (told: SecondTimes) => number | null): Point[] =>
    tells.flatMap((told, from) => {
      const value = of(told);
      return value === null ? [] : [{ from, to: Math.min(seconds, from + 1), value }];
    });
  return [
    ...toldPercents.map((percent): WindowSeries => ({
      name: `${name}_p${percent}_ms`,
      points: points((told) => told[`p${percent}Ms`]),
    })),
    { name: `${name}_max_ms`, points: points(({ maxMs }) => maxMs) },
  ];
}

/** Sums of intervals over each second that begins in `span`; of intervals longer than that, each by itself. */
function perSecond(
  values: readonly number[],
  intervalMs: number,
  span: { from: number; to: number },
): Point[] {
  const size = Math.max(1, Math.round(1000 / intervalMs));
  const points: Point[] = [];
  for (let first = 0; first < values.length; first += size) {
    const part = values.slice(first, first + size);
    const from = span.from + (first * intervalMs) / 1000;
    const to = Math.min(span.to, span.from + ((first + part.length) * intervalMs) / 1000);
    if (to > from) points.push({ from, to, value: part.reduce((sum, value) => sum + value, 0) });
  }
  return points;
}

function rateOf({ from, to, value }: Point): Point {
  return { from, to, value: value / (to - from) };
}

function serviceSeries(service: ServiceName, use: ServiceUse | undefined): WindowSeries[] {
  const { processSeries, memorySeries, processGroups = [] } = use ?? {};
  const counts = processSeries?.counts.map((value, index) =>
    moment((index * processSeries.intervalMs) / 1000, value),
  );
  return [
    { name: "processes", service, points: counts ?? [] },
    ...processGroups.map(
      ({ name, memoryOverTime: told = { at: [], bytes: [] } }): WindowSeries => ({
        name: "memory_bytes",
        service,
        part: name ?? "other",
        points: told.at.flatMap((at, index) => known(at, told.bytes[index])),
      }),
    ),
    ...(memorySeries?.processes ?? []).map(({ pid, firstSample, bytes }): WindowSeries => ({
      name: "memory_bytes",
      service,
      part: `pid ${pid}`,
      points: bytes.flatMap((value, index) => known(memorySeries!.at[firstSample + index], value)),
    })),
  ];
}

function scalingSeries({ readings }: ScalingRecord): WindowSeries[] {
  return [
    {
      name: "cpu_share",
      service: "app",
      points: readings.flatMap(({ atMs, cpuShare }) => known(atMs / 1000, cpuShare)),
    },
    {
      name: "replicas",
      service: "app",
      points: readings.map(({ atMs, replicas }) => moment(atMs / 1000, replicas)),
    },
  ];
}

function known(at: number | undefined, value: number | null | undefined): Point[] {
  return at === undefined || value === undefined || value === null ? [] : [moment(at, value)];
}

function moment(at: number, value: number): Point {
  return { from: at, to: at, value };
}
