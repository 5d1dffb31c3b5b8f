import { hodgesLehmann } from "@stackbench/statistics";
import { decimals, type Judgement, type Target } from "../outcome.ts";

/** One window, with its page followed or alone. */
export interface LiveReading {
  round: number;
  watched: boolean;
  requestsPerSecond: number;
  /** Of the server. */
  cpuMicrosPerRequest: number;
  /** What the program that serves the page used while the window was measured. */
  watcherCpuSeconds: number;
}

/** Watched ÷ alone in the same round: estimate and 95 % interval (Hodges-Lehmann, signed rank). */
interface LiveRatio {
  ratio: number;
  low: number;
  high: number;
}

interface LiveFigures {
  /** Pairs. */
  rounds: number;
  throughput: LiveRatio;
  /** The steadier witness: of the server, for a request. */
  cpuTime: LiveRatio;
  watcherCpuSeconds: number;
  readings: readonly LiveReading[];
}

/** What is small enough to be no cost. Where a machine is too noisy to tell, that is a miss too: nothing is shown then. */
const mostCost = 0.01;

/** Pure. Of rounds that have both windows. */
export function judgeLive(readings: readonly LiveReading[]): Judgement<LiveFigures> {
  const throughput = ratioOf(readings, (one) => one.requestsPerSecond);
  const cpuTime = ratioOf(readings, (one) => one.cpuMicrosPerRequest);
  const watched = readings.filter((one) => one.watched);
  const watcherCpuSeconds = watched.reduce((sum, one) => sum + one.watcherCpuSeconds, 0);
  const text = `${watched.length} pairs, with the page followed ÷ alone, 95 % intervals
throughput               ${describe(throughput)}
CPU time for a request   ${describe(cpuTime)}
`;
  return {
    text: watched.length === 0 ? "" : text,
    targets: [
      ...targetsOf("throughput watched ÷ alone", throughput),
      ...targetsOf("server CPU time for a request, watched ÷ alone", cpuTime),
      {
        name: "CPU of the page's program between the edges of all windows, s",
        value: watcherCpuSeconds,
        atMost: 0.05,
      },
    ],
    figures: { rounds: watched.length, throughput, cpuTime, watcherCpuSeconds, readings },
  };
}

function ratioOf(
  readings: readonly LiveReading[],
  figure: (reading: LiveReading) => number,
): LiveRatio {
  const logs = [...Map.groupBy(readings, ({ round }) => round).values()].flatMap((pair) => {
    const watched = pair.find((one) => one.watched);
    const alone = pair.find((one) => !one.watched);
    return watched && alone ? [Math.log(figure(watched) / figure(alone))] : [];
  });
  if (logs.length === 0) return { ratio: Number.NaN, low: Number.NaN, high: Number.NaN };
  const { estimate, low, high } = hodgesLehmann(logs);
  return { ratio: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}

function targetsOf(name: string, { low, high }: LiveRatio): Target[] {
  return [
    { name: `${name}, lower end`, value: low, atLeast: 1 - mostCost },
    { name: `${name}, upper end`, value: high, atMost: 1 + mostCost },
  ];
}

function describe({ ratio, low, high }: LiveRatio): string {
  return `${decimals(ratio, 4)}  ${decimals(low, 4)} to ${decimals(high, 4)}`;
}
