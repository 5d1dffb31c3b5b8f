import { hodgesLehmann, median } from "@stackbench/statistics";
import { decimals, type Judgement } from "../outcome.ts";

/** One window, with its page followed or alone. */
export interface LiveReading {
  round: number;
  watched: boolean;
  requestsPerSecond: number;
  /** What the program that serves the page used while the window was measured. */
  watcherCpuSeconds: number;
}

interface LiveFigures {
  /** Pairs. */
  rounds: number;
  /** Throughput watched ÷ alone in the same round: estimate and 95 % interval (Hodges-Lehmann, signed rank). */
  ratio: number;
  low: number;
  high: number;
  watcherCpuSeconds: number;
  readings: readonly LiveReading[];
}

/** What a machine's own drift within a pair may look like; more than that is a cost. */
const mostCost = 0.01;

/** Pure. Of rounds that have both windows. */
export function judgeLive(readings: readonly LiveReading[]): Judgement<LiveFigures> {
  const rounds = [...Map.groupBy(readings, ({ round }) => round).values()];
  const logs = rounds.flatMap((pair) => {
    const watched = pair.find((one) => one.watched);
    const alone = pair.find((one) => !one.watched);
    if (!watched || !alone) return [];
    return [Math.log(watched.requestsPerSecond / alone.requestsPerSecond)];
  });
  const of = (watched: boolean): number[] =>
    readings.filter((one) => one.watched === watched).map((one) => one.requestsPerSecond);
  const centre = logs.length > 0 ? hodgesLehmann(logs) : undefined;
  const [ratio, low, high] = [centre?.estimate, centre?.low, centre?.high].map((log) =>
    Math.exp(log ?? Number.NaN),
  ) as [number, number, number];
  const watcherCpuSeconds = readings.reduce((sum, one) => sum + one.watcherCpuSeconds, 0);
  const text =
    logs.length === 0
      ? ""
      : `${logs.length} pairs: ${median(of(true)).toFixed(0)} req/s with the page followed, ${median(of(false)).toFixed(0)} alone; ratio ${decimals(ratio, 4)}, 95 % interval ${decimals(low, 4)} to ${decimals(high, 4)}\n`;
  return {
    text,
    targets: [
      { name: "throughput watched ÷ alone, lower end", value: low, atLeast: 1 - mostCost },
      { name: "the same, upper end", value: high, atMost: 1 + mostCost },
      {
        name: "CPU of the page's program in all windows, s",
        value: watcherCpuSeconds,
        atMost: 0.05,
      },
    ],
    figures: { rounds: logs.length, ratio, low, high, watcherCpuSeconds, readings },
  };
}
